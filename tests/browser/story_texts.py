"""What six people say in the story: three subjects, in the words of each of them."""

TELEPHONE, BUS, INTERPRETER = "telefoon", "bus", "tolk"

ANSWERS: dict[str, tuple[str, ...]] = {
    "alice": (
        "Ik kreeg 's avonds de huisarts niet aan de telefoon, ik heb een uur in de wacht gestaan.",
        "Er gaat 's avonds geen bus meer naar het ziekenhuis, dus ik moet een taxi betalen.",
        "Mijn moeder spreekt geen Nederlands, er moet een tolk zijn bij de dokter.",
        "In het weekend krijg je geen huisarts aan de lijn, alleen een bandje.",
    ),
    "bob": (
        "De huisartsenpost moet 's avonds en 's nachts sneller de telefoon opnemen.",
        "Laat een bus rijden tot twaalf uur naar het ziekenhuis.",
        "Een tolk via de telefoon moet altijd kunnen bij de dokter.",
        "De bus naar het ziekenhuis rijdt in het weekend maar een keer per uur.",
    ),
    "chadia": (
        "Een uur wachten aan de telefoon bij de huisartsenpost is veel te lang.",
        "Zonder auto kom ik niet bij het ziekenhuis, de bus stopt om acht uur.",
        "Laat kinderen niet tolken voor hun ouders bij de dokter.",
        "Artsen gebruiken moeilijke woorden, leg het uit in gewone taal.",
    ),
    "dewi": (
        "Zet meer mensen aan de telefoon bij de huisartsenpost in de avond.",
        "Een taxi naar het ziekenhuis kost te veel, regel een busje voor mensen zonder auto.",
        "Geef een brief in de eigen taal mee na het gesprek met de dokter.",
        "Ik wil 's nachts een huisarts kunnen bellen en niet drie kwartier wachten.",
    ),
    "emre": (
        "De wachttijd aan de telefoon van de huisartsenpost is in het weekend het ergst.",
        "Zorg voor vervoer naar het ziekenhuis voor ouderen die niet meer autorijden.",
        "Wie slecht Nederlands spreekt durft niet te bellen, zorg voor een tolk.",
        "De bushalte is te ver lopen van het ziekenhuis als je slecht ter been bent.",
    ),
    "fatima": (
        "Bel mensen terug in plaats van ze een uur in de wacht te zetten bij de huisartsenpost.",
        "Ik kon na middernacht niet naar huis, er reed geen bus of trein vanaf het ziekenhuis.",
        "Ik begreep de dokter niet, niemand vroeg of ik een tolk nodig had.",
        "Zet de uitleg over medicijnen ook in het Turks, Pools en Arabisch.",
    ),
}
