"""Words that make a question steer, deny twice or sound like an office, in Dutch and English."""

import re

# A second question that hangs on the first with "and" or "or".
SECOND_QUESTION = {
    "nl": re.compile(
        r"\b(?:en|of|maar)\s+(?:wat|hoe|waarom|wie|waar\w*|wanneer|welke?|hoeveel"
        r"|(?:vindt|wilt|kunt|bent|heeft|zou|moet|gaat|denkt|mist)\s+(?:u|je|jij))\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:and|or|but)\s+(?:what|how|why|who|where|when|which"
        r"|(?:do|are|can|would|will|have|should|did)\s+you)\b",
        re.IGNORECASE,
    ),
}

STEERING = {
    "nl": re.compile(
        r"\b(?:vindt (?:u|je) (?:ook|niet)(?= )|bent u het (?:er )?(?:ook )?mee eens dat|toch\s*\?"
        r"|natuurlijk|uiteraard|vanzelfsprekend|gelukkig|helaas|eindelijk|zoals (?:u|iedereen) weet"
        r"|nietwaar|hoe belangrijk|hoe erg|hoe fijn|we weten allemaal|iedereen vindt"
        r"|het is (?:heel |erg |zeer )?belangrijk dat|wat is er (?:zo )?(?:goed|slecht|mooi) aan)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:don't you|wouldn't you|isn't it|shouldn't we|do you (?:also )?agree that|surely"
        r"|of course|obviously|clearly|naturally|fortunately|unfortunately|finally"
        r"|as (?:you|everybody|everyone) knows?|how (?:important|bad|nice)|we all know"
        r"|everybody thinks|it is (?:very )?important that"
        r"|what is so (?:good|bad|great) about)\b",
        re.IGNORECASE,
    ),
}

NEGATIVE = {
    "nl": re.compile(
        r"\b(?:niet|geen|nooit|niemand|niets|niks|nergens|zonder|noch|evenmin|behalve"
        r"|on(?:mogelijk|nodig|voldoende|gewenst|duidelijk|eens|waar|juist|terecht|wenselijk"
        r"|belangrijk|aanvaardbaar|verstandig|veilig|tevreden|handig)e?)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:not|no|never|nobody|nothing|nowhere|none|without|neither|nor|cannot|except|disagree"
        r"|impossible|un(?:necessary|clear|likely|wanted|safe|fair|important|acceptable|happy))\b"
        r"|n't\b",
        re.IGNORECASE,
    ),
}

# Words of offices, each by its beginning; people say the same in plainer ones.
JARGON = {
    "nl": (
        "beleid", "stakeholder", "implement", "faciliter", "participatie", "transitie",
        "transformatie", "integraal", "integrale", "duurzame inzetbaarheid", "draagvlak",
        "zorgvrager", "zorgafnemer", "zorgconsument", "cliëntsysteem", "ketenpartner", "ketenzorg",
        "eerstelijn", "tweedelijn", "anderhalvelijn", "nulde lijn", "domeinoverstijgend",
        "sociaal domein", "preventieakkoord", "zorgpad", "zorglandschap", "zorgconsumptie",
        "zelfredzaam", "mantelzorgondersteuning", "governance", "monitor", "evaluer", "optimalis",
        "prioriter", "realiser", "borgen", "borging", "uitrol", "pilot", "scope", "doelgroep",
        "burgerparticipatie", "co-creatie", "cocreatie", "maatwerkvoorziening", "regiovisie",
        "regioplan", "regiobeeld", "indicatiestelling", "multidisciplinair", "interventie",
        "toekomstbestendig", "samenwerkingsverband", "netwerkzorg", "passende zorg",
    ),
    "en": (
        "stakeholder", "implement", "facilitat", "leverag", "synerg", "governance", "framework",
        "paradigm", "transition", "transformation", "integrated care", "care pathway",
        "primary care", "secondary care", "service user", "service delivery", "multidisciplinary",
        "intervention", "evaluat", "optimis", "optimiz", "prioritis", "prioritiz", "roll-out",
        "rollout", "pilot", "scope", "target group", "target audience", "policy", "policies",
        "co-creation", "participation", "sustainab", "holistic", "self-reliance", "capacity",
        "key performance", "deliverable", "utilis", "utiliz", "commissioning",
    ),
}  # fmt: skip
