"""Documents in eleven languages, asked as people ask: in other words than the documents', in whole stories, and of what they don't say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "convocatoria-huertos.md": """# Convocatoria de ayudas a huertos comunitarios 2026

La Mancomunidad del Valle Alto convoca ayudas para crear o mejorar huertos comunitarios.

## Quién puede presentarse

Pueden solicitar la ayuda los ayuntamientos de menos de 5.000 habitantes y las asociaciones vecinales sin
ánimo de lucro. Las empresas y los particulares quedan excluidos. Cada entidad puede presentar una sola
solicitud.

## Cuantía

La ayuda cubre el 60 % de los gastos subvencionables, con un máximo de 7.500 euros por proyecto. Los
municipios de menos de 1.000 habitantes reciben diez puntos porcentuales más. El presupuesto total asciende a
120.000 euros.

No se subvenciona la compra de terrenos ni de vehículos.

## Plazo

Plazo de presentación: del 1 de marzo al 15 de abril de 2026. Las solicitudes presentadas fuera de plazo no se admiten.

La resolución se comunicará en un plazo de dos meses.

## Documentación

Con la solicitud se entregan una memoria, un presupuesto detallado y un plano de la parcela. Si la parcela es
de propiedad municipal, no hace falta el plano.

## Contacto

Persona de contacto: Inés Carballal Ruiz
Teléfono: 976 555 014
Correo electrónico: huertos@vallealto.example
Horario de atención: de lunes a jueves, de 9.00 a 14.00; los viernes no se atiende al público.
""",
    "acta-2026-02-10.txt": """Acta de la reunión de la junta de la Mancomunidad del Valle Alto, 10 de febrero de 2026

Asistentes: Julián Oteiza (presidente), Marta Solé, Ramón Echave, Lucía Pardo.

1. Autobús nocturno
Se acuerda mantener el autobús nocturno hasta el 30 de septiembre de 2026. Votos a favor: 3, en contra: 1 (Ramón Echave).

2. Cuotas
La subida de las cuotas de los municipios se aplaza a la reunión de mayo.

3. Puente de Valdeoca
La reparación del puente costará 43.200 euros. Marta Solé pedirá un segundo presupuesto antes del 20 de marzo.

4. Varios
El puesto de técnico de turismo sigue vacante. Se han recibido nueve candidaturas.
""",
    "bando-orti.md": """# Bando per la rigenerazione dei piccoli borghi 2026

Il Consorzio delle Valli finanzia interventi di recupero nei borghi.

## Chi può partecipare

Possono presentare domanda i comuni con meno di 3.000 abitanti e le associazioni iscritte al registro
regionale. Le imprese non possono partecipare. I privati possono partecipare solo insieme al comune.

## Contributo

Il contributo copre il 70 % delle spese ammissibili, fino a 25.000 euro per progetto. Per i comuni montani il contributo sale all'80 %.

## Scadenza

Scadenza: 30 giugno 2026, ore 12.00. Le domande si inviano via PEC.

L'esito sarà comunicato entro novanta giorni dalla scadenza.

## Documenti

Alla domanda vanno allegati il progetto, il preventivo e la delibera della giunta. Per gli edifici vincolati
serve anche il parere della Soprintendenza.

## Contatti

Referente: Giulia Bertoncin
Telefono: 0437 555 120
E-mail: borghi@consorziovalli.example
L'ufficio è aperto il martedì e il giovedì dalle 9.30 alle 12.30.
""",
    "regolamento-biblioteca.txt": """Regolamento della biblioteca di Pieve

L'iscrizione alla biblioteca è gratuita. I minori di 14 anni possono iscriversi con il consenso di un genitore.

Si possono prendere in prestito fino a cinque libri per trenta giorni. I DVD si prestano per una settimana. Il
prestito si può rinnovare una volta sola.

Per ogni giorno di ritardo si pagano 20 centesimi. Chi smarrisce un libro deve ricomprarlo.

La sala studio chiude alle 19.00; il sabato alle 13.00. La domenica la biblioteca è chiusa.

La bibliotecaria responsabile è Franca Dal Molin.
""",
    "nabor-swietlice.md": """# Nabór wniosków: świetlice wiejskie 2026

Związek Gmin Doliny Wieprza dofinansowuje remonty i wyposażenie świetlic wiejskich.

## Kto może złożyć wniosek

O dofinansowanie mogą ubiegać się gminy wiejskie, koła gospodyń wiejskich oraz stowarzyszenia. Przedsiębiorcy
nie mogą składać wniosków. Jeden wnioskodawca może złożyć najwyżej dwa wnioski.

## Kwota dofinansowania

Dofinansowanie wynosi do 80 % kosztów, nie więcej niż 40 000 zł. Koła gospodyń wiejskich nie muszą wnosić wkładu własnego.

## Terminy

Termin składania wniosków: 31 maja 2026 r. Wyniki zostaną ogłoszone w ciągu sześciu tygodni.

Remont musi zakończyć się do 30 listopada 2026 r.

## Kontakt

Osoba do kontaktu: Bożena Skorupska
Telefon: 81 555 02 33
E-mail: swietlice@dolinawieprza.example
Biuro czynne od poniedziałku do piątku w godz. 7.30–15.30.
""",
    "protokol-2026-03-04.txt": """Protokół z posiedzenia zarządu Związku Gmin Doliny Wieprza z dnia 4 marca 2026 r.

Obecni: Zenon Pawlukiewicz (przewodniczący), Halina Mroczek, Tomasz Bielak.

1. Autobus dla seniorów
Autobus będzie kursował we wtorki i czwartki od 1 kwietnia 2026 r. Przejazd jest bezpłatny dla osób powyżej 65 lat, pozostali płacą 4 zł.

2. Składka członkowska
Decyzję o podwyżce składki odłożono na posiedzenie w czerwcu.

3. Kładka w Zawadzie
Koszt naprawy kładki oszacowano na 96 500 zł. Drugą ofertę przygotuje Halina Mroczek do 15 kwietnia.

4. Sprawy różne
Stanowisko księgowej jest nieobsadzone. Psy wolno wprowadzać na teren parku tylko na smyczy.
""",
    "subsidieregeling-dorpshuizen.md": """# Subsidieregeling dorpshuizen 2026

De Streekraad Oosterveld geeft subsidie voor het verduurzamen van dorpshuizen.

## Wie kan aanvragen

Een aanvraag kan worden gedaan door gemeenten tot 10.000 inwoners en door stichtingen die een dorpshuis
beheren. Bedrijven en particulieren komen niet in aanmerking.

## Hoogte van de subsidie

De subsidie bedraagt 50 procent van de kosten, met een maximum van € 18.000 per dorpshuis. Voor zonnepanelen geldt een maximum van € 6.000.

## Termijn

Sluitingsdatum: 1 september 2026. Binnen acht weken na de sluitingsdatum krijgt u bericht.

## Bijlagen

Bij de aanvraag voegt u een begroting en twee offertes. Is de begroting lager dan 2.500 euro, dan is één offerte genoeg.

## Contact

Contactpersoon: Wietske Hoogland
Telefoon: 0591 555 070
E-mail: dorpshuizen@oosterveld.example
Bereikbaar op maandag, dinsdag en donderdag van 9.00 tot 16.00 uur.
""",
    "notulen-2026-01-20.txt": """Notulen van de vergadering van de Streekraad Oosterveld, 20 januari 2026

Aanwezig: Joke Terpstra (voorzitter), Henk Wolters, Fenna Dijkema.

1. Belbus
De belbus rijdt vanaf 1 maart ook op zaterdag. Een rit kost 2,50 euro; kinderen tot 12 jaar reizen gratis.
Reserveren moet uiterlijk twee uur van tevoren.

2. Contributie
Het besluit over de verhoging van de contributie is uitgesteld tot april.

3. Fietsbrug
De reparatie van de fietsbrug kost 31.000 euro. Henk Wolters vraagt voor 10 februari een tweede offerte aan.

4. Rondvraag
De functie van secretaris is vacant. Honden zijn in het zwembad niet toegestaan.
""",
    "edital-praias.md": """# Edital de apoio às praias fluviais 2026

A Comunidade Intermunicipal do Alto Mondego apoia a melhoria das praias fluviais.

## Quem se pode candidatar

Podem candidatar-se as câmaras municipais e as juntas de freguesia. As empresas não se podem candidatar.

## Apoio

O apoio cobre 65 % das despesas, até 15.000 euros por praia.

## Prazo

Prazo de candidatura: 20 de maio de 2026.

## Contactos

Pessoa de contacto: Teresa Valadares
Telefone: 238 555 091
Email: praias@altomondego.example
""",
    "vyzva-hriste.md": """# Výzva na obnovu dětských hřišť 2026

Svazek obcí Podhoří poskytuje dotace na obnovu dětských hřišť.

## Kdo může žádat

Žádat mohou obce do 2 000 obyvatel a spolky. Podnikatelé žádat nemohou.

## Výše dotace

Dotace činí 75 % nákladů, nejvýše 200 000 Kč.

## Termíny

Uzávěrka příjmu žádostí: 15. května 2026. Výsledky oznámíme do tří měsíců.

## Kontakt

Kontaktní osoba: Věra Holoubková
Telefon: 465 555 018
Úřední hodiny: pondělí a středa 8–17 hodin.

Návštěvní řád: Hřiště je otevřeno denně od 8 do 20 hodin. Psi nemají na hřiště přístup. Děti do šesti let musí být v doprovodu dospělé osoby.
""",
    "utlysning-bryggor.md": """# Utlysning: bidrag till småbåtsbryggor 2026

Skärgårdsförbundet ger bidrag till upprustning av bryggor.

## Vem kan söka

Kommuner och ideella föreningar kan söka bidraget. Företag kan inte söka.

## Bidragets storlek

Bidraget täcker hälften av kostnaderna, högst 90 000 kronor per brygga.

## Sista ansökningsdag

Ansökan ska ha kommit in senast den 12 april 2026. Beslut meddelas inom tio veckor.

## Kontakt

Kontaktperson: Karin Lindevall
Telefon: 0176-555 21

Badplatsen stänger klockan 21. Hundar får inte vistas på badplatsen mellan maj och augusti.
""",
    "carta-servizi-rifiuti.md": """# Carta del servizio rifiuti – Unione dei Comuni del Lambrone

## Raccolta

L'umido si raccoglie il lunedì e il giovedì. La carta si raccoglie ogni secondo mercoledì del mese. Il sacco va esposto entro le 6.00 del mattino.

## Centro di raccolta

Il centro di raccolta di via Fornaci 12 è aperto dal martedì al sabato, dalle 8.30 alle 12.30. Per entrare
occorre la tessera. Le imprese pagano 15 euro per ogni conferimento; per le famiglie il conferimento è
gratuito.

## Ingombranti

Il ritiro a domicilio degli ingombranti si prenota per telefono con almeno cinque giorni di anticipo. Sono ammessi al massimo tre pezzi per volta.

## Sanzioni

Chi abbandona rifiuti paga una sanzione da 100 a 600 euro.

## Referenti

| Ufficio | Responsabile | Telefono |
| --- | --- | --- |
| Tariffe | Dott.ssa Mirella Zanetti | 0331 555 401 |
| Raccolta differenziata | Geom. Paolo Rinaldi | 0331 555 402 |
| Reclami | posto vacante | 0331 555 400 |
""",
    "normas-piscina.md": """# Normas de la piscina municipal de Robledal

## Horario

La piscina abre del 15 de junio al 10 de septiembre, todos los días de 11.00 a 20.30. Los lunes por la mañana permanece cerrada por limpieza.

## Precios

La entrada de adulto cuesta 4,50 euros. Los menores de 6 años entran gratis. El abono de temporada cuesta 60 euros; para empadronados, 42 euros.

## Normas

Los menores de 12 años deben ir acompañados de un adulto. No se admiten animales, salvo perros guía. Es
obligatorio el uso de gorro. Queda prohibido comer en el césped.

La dirección puede expulsar a quien incumpla las normas.

Socorrista jefe: Álvaro Quintana. Objetos perdidos: se guardan durante quince días en la taquilla.
""",
    "hordozo.md": """# Pályázati felhívás: faluházak felújítása 2026

Pályázhatnak az 1500 lakosnál kisebb községek és az egyesületek. Cégek nem pályázhatnak.

A támogatás mértéke legfeljebb 4 millió Ft, a költségek 70 százaléka.

Benyújtási határidő: 2026. május 29.

Kapcsolattartó: Szabó Ilona, telefon: 36 555 210
""",
    "kunta-avustus.md": """# Avustushaku: kylätalojen energiaremontit 2026

Avustusta voivat hakea rekisteröidyt kyläyhdistykset. Yritykset eivät voi hakea avustusta.

Avustus on enintään 60 prosenttia kustannuksista, korkeintaan 9 000 euroa.

Hakuaika päättyy 30.4.2026. Päätökset tehdään kuuden viikon kuluessa.

Yhteyshenkilö: Aino Kettunen, puhelin 019 555 0122
""",
    "wijkblad-2026.txt": """Nieuws uit de wijk Waterkwartier, voorjaar 2026

Speeltuin
De nieuwe speeltuin aan de Lindelaan opent op 9 mei. De aanleg heeft 148.000 euro gekost; de helft komt van de provincie.

Huur van de buurtzaal
De buurtzaal is te huur voor € 35 per dagdeel. Verenigingen uit de wijk betalen € 20. Annuleren kan kosteloos
tot een week van tevoren. Reserveren bij Marijke de Boer, telefoon 0320 555 18.

Vrijwilligers
Voor de moestuin zoeken we zes vrijwilligers. Ervaring is niet nodig. Aanmelden kan tot 15 april.

Grofvuil
Grofvuil wordt opgehaald op de eerste donderdag van de maand. Bouwafval nemen we niet mee.
""",
}
"""Made up."""


@pytest.fixture(scope="module")
def region(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents above."""
    return knowing(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("tengo una empresa pequeña, ¿puedo pedir la ayuda?", "excluidos"),
        ("Ho perso un libro, che devo fare?", "ricomprarlo"),
        ("Mio figlio ha 10 anni, può fare la tessera da solo?", "consenso"),
        ("Czy mogę wejść z psem do parku?", "smyczy"),
        ("Prowadzę firmę, czy mogę złożyć wniosek?", "nie mogą"),
        ("Mám pětiletou dceru, může jít na hřiště sama?", "doprovodu"),
        ("¿Cuánto cuesta arreglar el puente de Valdeoca?", "43.200"),
        ("Får jag ta med hunden till badplatsen i juli?", "Hundar"),
    ],
)
def test_other_words_for_the_same_are_found(region: Assistant, question: str, answer: str) -> None:
    """What a question calls otherwise than the document is found by the notion that both stand for."""
    found = region.ask(question).answer
    assert found.status is Status.ANSWERED
    assert answer in " ".join(statement.text for statement in found.statements)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("¿Cuánto tardan en contestar?", "dos meses"),
        ("Per quanto tempo si può tenere un DVD?", "settimana"),
        ("Kiedy będą wyniki?", "sześciu tygodni"),
        ("Hoe lang duurt het voor we antwoord krijgen?", "acht weken"),
        ("Jak dlouho se čeká na výsledky?", "tří měsíců"),
        ("Hur lång tid tar beslutet?", "tio veckor"),
        ("Kauanko päätöstä pitää odottaa?", "kuuden viikon"),
        ("Welk percentage van de kosten wordt vergoed?", "50 procent"),
        ("När stänger badplatsen?", "21"),
        ("W jakich godzinach czynne jest biuro?", "7.30"),
    ],
)
def test_values_in_words_of_their_language(region: Assistant, question: str, answer: str) -> None:
    """Durations, shares, hours and sums are told from other text in every language."""
    found = region.ask(question).answer
    assert found.status is Status.ANSWERED
    assert answer in " ".join(statement.text for statement in found.statements)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("¿hasta cuándo se puede pedir la ayuda de los huertos?", "15 de abril"),
        ("entro quando si presenta la domanda per i borghi?", "30 giugno"),
        ("Do kiedy można składać wnioski na świetlice?", "31 maja"),
        ("Tot wanneer kan ik subsidie aanvragen voor ons dorpshuis?", "1 september"),
        ("Z kim mam się skontaktować w sprawie świetlic?", "Bożena Skorupska"),
        ("Com quem devo falar sobre as praias fluviais?", "Teresa Valadares"),
        ("Vem kontaktar jag om bryggorna?", "Karin Lindevall"),
        ("Komu mám volat kvůli dotaci na hřiště?", "465 555 018"),
        ("Ki a kapcsolattartó?", "Szabó Ilona"),
    ],
)
def test_deadlines_and_contacts_by_their_labels(region: Assistant, question: str, answer: str) -> None:
    """A deadline, and whoever is written to with how, is given by the lines that a document labels so."""
    found = region.ask(question).answer
    assert found.status is Status.ANSWERED
    assert answer in " ".join(statement.text for statement in found.statements)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("¿Ya se han subido las cuotas?", "aplaza"),
        ("czy podwyżka składki została już uchwalona?", "odłożono"),
        ("Is de contributie al verhoogd?", "uitgesteld"),
        ("Quando è aperto l'ufficio?", "giovedì"),
    ],
)
def test_money_spoken_of_is_not_asked_for(region: Assistant, question: str, answer: str) -> None:
    """Whether fees were raised wants no sum, and an office that is spoken of no address."""
    found = region.ask(question).answer
    assert found.status is Status.ANSWERED
    assert answer in " ".join(statement.text for statement in found.statements)


@pytest.mark.parametrize(
    "question",
    [
        "¿Hay ayudas para placas solares?",
        "¿Quién diseñó la piscina?",
        "¿Quién es el alcalde de Robledal?",
        "C'è il wifi in biblioteca?",
        "Chi è il sindaco di Pieve?",
        "Quante persone lavorano in biblioteca?",
        "Ile miejsc ma autobus?",
        "Jak nazywa się księgowa?",
        "Hoeveel mensen passen er in de buurtzaal?",
        "Wie heeft de speeltuin ontworpen?",
        "Is er wifi in de buurtzaal?",
        "Há apoio para parques infantis?",
        "Vad heter ordföranden?",
    ],
)
def test_what_is_not_there_is_refused(region: Assistant, question: str) -> None:
    """A number of something else, somebody else's name, or what another document offers is no answer."""
    assert region.ask(question).answer.status in {Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE}


@pytest.mark.parametrize(
    ("first", "then", "answer"),
    [
        ("Wie is de contactpersoon voor de dorpshuizen?", "en haar telefoonnummer?", "0591 555 070"),
        ("Wie vraagt een tweede offerte aan voor de brug?", "Voor welke datum?", "10 februari"),
        ("¿Quién tiene que pedir otro presupuesto para el puente?", "¿Y antes de qué fecha?", "20 de marzo"),
    ],
)
def test_a_follow_up_keeps_what_was_spoken_of(region: Assistant, first: str, then: str, answer: str) -> None:
    """A message that leaves out what it is about goes on with the question before, in every language."""
    turn = region.ask(first)
    found = region.ask(then, turns=(turn,)).answer
    assert answer in " ".join(statement.text for statement in found.statements)


@pytest.mark.parametrize(
    ("question", "answer"),
    [("¿Cuánto cuesta un viaje en el belbus?", "2,50"), ("Quanto costa l'ingresso alla piscina di Robledal?", "4,50")],
)
def test_a_document_in_another_language_is_found_by_name_and_notion(region: Assistant, question: str, answer: str) -> None:
    """Across languages a name leads to the document, and notions tell its sentences apart."""
    assert answer in " ".join(statement.text for statement in region.ask(question).answer.statements)


def test_right_words_are_not_mended(region: Assistant) -> None:
    """A word that no list holds is no slip where any word of the language may be looked for: "multa" isn't "Malta"."""
    assert "multa" in region.ask("quanto è la multa se riporto il libro in ritardo?").query.text
