"""Who answers: the assistant, and what it is compared with."""
