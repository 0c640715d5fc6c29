"""The product's own words, the lexicon and the gazetteer: data, with the functions that read them."""
