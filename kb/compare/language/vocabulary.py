"""The language of procedures: what the rules of comparing and of significance look for. Data, no rules."""

from __future__ import annotations

from kb.model import ReasonKind


def _listed(words: str) -> list[str]:
    return words.split()


STOP_WORDS = frozenset(
    _listed(
        """a an the this that these those and or of to in on at by for from with into as is are was were be been
    being it its their his her they them he she there which who whom whose such any also then than so do does
    did has have had"""
    )
)
"""Words too common to tell two texts apart."""

GENERAL_WORDS = frozenset(
    _listed(
        """child children child's children's young people person people's must shall should may can could might will
        would need needs ought required not no never if when where while unless before after until during within about
        all any each every some other others more most own only always day days week weeks month months year years
        working hour hours first next last new section chapter see please make made take taken given give use used using
        ensure social worker workers manager managers carer carers parent parents staff team service services local
        authority"""
    )
)
"""Words that any procedure is full of: they say nothing about the subject of a paragraph."""

ARTICLES = frozenset(_listed("""a an the this that these those which who of very also then any its their such so"""))
"""Words whose coming or going alone changes nothing to be done."""

SMALL_NUMBERS = _listed(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
)
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBER_WORDS: dict[str, int] = {
    **{word: number for number, word in enumerate(SMALL_NUMBERS)},
    **{word: 20 + 10 * place for place, word in enumerate(TENS)},
    **{
        f"{tens}-{unit}": 20 + 10 * place + 1 + other
        for place, tens in enumerate(TENS)
        for other, unit in enumerate(SMALL_NUMBERS[1:10])
    },
}

ORDINAL_WORDS = dict(
    zip(
        _listed(
            """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
            fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third
            twenty-fourth twenty-fifth"""
        ),
        range(1, 26),
        strict=True,
    )
)
"""Birthdays in words."""

DESCRIBED = r"be|feel|live|life|grow|family|privacy|respect"
"""What somebody has "a right to" in a preamble, without anybody having anything to do."""
ANSWERING = "is responsible for"
"""The force of being responsible."""
INVERTED = (
    r"(?-i:Should) (?:you|they|he|she|it|this|these|there|anyone|anybody|someone|any|the|an?|your|their|parents"
    r"|children|carers|staff)\b[^.?!;]{0,150}?,"
)
"""A sentence that begins so says "if"."""
MODALS: tuple[tuple[str, str], ...] = (
    (
        r"must (?:not|never)|mustn't|shall not|(?:is|are) (?:not (?:permitted|allowed)(?: to)?|prohibited(?: from)?)"
        r"|under no circumstances",
        "must not",
    ),
    (r"should (?:not|never)|shouldn't|ought not to", "should not"),
    (r"(?-i:may) not(?! (?:be \w+ing|have been)\b)|cannot|can not|can't", "may not"),
    (r"will not|won't", "will not"),
    (
        r"need not|(?:is|are) not (?:required|obliged|expected) to|(?:does|do) not (?:need|have) to"
        r"|no need to(?! (?:worry|panic|fear)\b)"
        r"|(?:is|are) no longer (?:required|obliged|expected) to|no longer (?:needs?|ha(?:s|ve)) to",
        "need not",
    ),
    (
        r"must|shall|(?:is|are|be) (?:(?:legally|statutorily|now) )?(?:required|obliged) to|(?:has|have) to"
        r"|(?:is|are) (?:mandatory|compulsory)|(?:is|are) (?:essential|vital|imperative|crucial) (?:that|to)"
        r"|(?:(?:is|are) under|(?:has|have)) a (?:(?:legal|statutory|general) )?duty to",
        "must",
    ),
    (
        rf"(?!{INVERTED})should|ought to|(?:is|are) expected to"
        r"|(?:is|are) (?:desirable|advisable|recommended|good practice) (?:that|to)",
        "should",
    ),
    (rf"(?:is|are) entitled to|(?:has|have) (?:a|the) right to(?! (?:{DESCRIBED})\b)", "is entitled to"),
    (r"(?:is|are) (?:responsible|accountable) for|(?:has|have) responsibility for", ANSWERING),
    # "What they may be missing" says how things may be, and permits nothing.
    (
        r"(?-i:may)(?! (?:not )?(?:be \w+ing|have been)\b)|(?:is|are) able to|(?:is|are) (?:permitted|allowed)(?: to)?"
        r"|(?:has|have) (?:a|the) power to|at the discretion of",
        "may",
    ),
    # What somebody can do is what they may do; what could or might be is weaker.
    (r"can", "may"),
    (r"could|might", "might"),
    (r"will", "will"),
    (r"needs? to", "need to"),
)
"""What binds or permits: pattern and the force it has. What stands first is tried first."""
IMPERATIVES: tuple[tuple[str, str], ...] = (
    (r"Do not|Don't|Never", "must not"),
    (r"Always|Ensure|Make sure", "must"),
)
"""What binds where a sentence begins with it, with its capital: an item in small letters goes on with its lead-in."""
NO_IMPERATIVE = r"before|again|mind|has|have|had|did|was|were|is|are"
"""Behind "Never" or "Always" these tell how things are."""

WEAK_MODALS = frozenset(("may", "might", "will", "may not", "need to"))
"""These alone may describe as well as bind."""
ABILITY = frozenset(("can", "could", "might"))
"""Put so, a "may" that comes or goes with its line says what is possible, not what is permitted."""

NOT_PERMISSION = frozenset(
    _listed(
        """be have feel feels need want experience present show result indicate become find suffer seem appear lead
        cause include wish prefer occur happen think believe affect help not also well sometimes often still arise
        exist come contain know use make take vary differ apply lack struggle live worry fear hope notice"""
    )
)
"""After "may", "can" or "will" these describe how things are rather than what somebody is free to do."""

SUFFERED = frozenset(
    _listed(
        """hurt harmed injured abused neglected exploited exposed affected frightened isolated groomed coerced targeted
        bullied threatened distressed worried concerned confused wanted needed known"""
    )
)
"""After "may be" these describe what happens to people rather than what is allowed."""

NOT_TERMS = frozenset(("this", "that", "which", "it", "what", "these", "they", "by", "by no"))
"""What stands before "means" without being defined."""

CONSENTS = r"consent|permission|agreement|approval|authorisation"
CONSENT_KINDS = r"prior written|written|prior|express|explicit|verbal|informed"
CONSENT_OF = rf"(?:the|their|her|his) |(?:{CONSENT_KINDS}) "
CONSENT_WORDS = "prior written express explicit verbal informed consent permission agreement approval authorisation"
FEELINGS = frozenset(
    _listed(
        """feel feels experience suffer worry fear hope want wish think believe seem appear struggle notice happen occur
        arise vary differ"""
    )
)
"""Behind "may", "might" or "will" these always describe, whichever of the three it is."""

NEGATIONS = (
    r"(?<!may )not|no longer|nobody|no[ -]one|none of|no|never|nor|neither|without|unless|except(?:ing|ions?)?"
    r"|only (?:if|when|where)|only|other than"
    r"|save (?:where|when|if|that|in)|provided that|in exceptional circumstances"
    rf"|subject to (?:\w+ ){{0,2}}(?:{CONSENTS})|with (?:{CONSENT_OF})?(?:{CONSENTS}) of"
    rf"|(?:{CONSENT_KINDS}) (?:{CONSENTS})"
)
"""What a duty or a permission is narrowed or undone by."""
CONTRACTIONS = r"(?:is|are|do|does|was|were|has|have|did)n't"
UNITS = r"minutes?|hours?|days?|weeks?|fortnights?|months?|years?|terms?"
UNIT_KINDS = r"working|calendar|school|clear|consecutive|further|full"
PERIODS = r"shift|day|week|fortnight|month|quarter|(?:half )?term|year"
URGENCY = (
    r"immediately|straight ?away|at once|right away|without (?:undue )?delay|forthwith|urgently"
    r"|(?:same|next|following) "
    r"(?:working )?day|as soon as (?:reasonably )?(?:possible|practicable|practical)"
    r"|(?:by|before|until) the (?:end|start|beginning|close) of (?:the|each|that) (?:(?:next|same|following|current) )?"
    rf"(?:(?:working|school|financial) )?(?:{PERIODS})\b"
    rf"|(?:in|during) the (?:first|second|third|last) (?:{PERIODS})\b"
    rf"|within (?:the|an?) (?:(?:{UNIT_KINDS}) )?(?:hour|{PERIODS})\b"
    r"|(?<!alone )(?<!stay )(?<!stays )(?<!staying )overnight(?! (?:stays?|carers?|contact)\b)|promptly"
    r"|in good time"
)
FREQUENCY = (
    r"hourly|daily|weekly|fortnightly|monthly|quarterly|annual(?:ly)?|yearly|bi-?annually|(?:half[ -])?termly"
    rf"|half[ -]yearly|(?:once|twice|(?:three|four|five|six|\d+) times) (?:an?|each|every|per) (?:hour|{PERIODS})"
    r"|(?:once|twice) (?:daily|weekly|monthly|termly|quarterly|yearly|annually)"
    rf"|(?:every|each) (?:other )?(?:hour|{PERIODS})"
    r"|(?:two|three|four|five|six|eight|nine|ten|twelve|\d+)[ -]?(?:hourly|weekly|monthly|yearly)"
)
BOUNDS = (
    r"within|at least|at most|no(?:t)? (?:later|sooner|earlier|longer|more|fewer|less) than|up to|more than|fewer than"
    r"|less than|over|under"
    r"|minimum(?: of)?|maximum(?: of)?|every|after|before|for|in|by"
)
SAID_OF = frozenset(("serious",))
"""These draw a line only before what they are said of: "serious concerns" does, "it was serious" describes."""
HOW_OFTEN = r"at least|at most|no(?:t)? (?:less|more) (?:(?:often|frequently) )?than"
"""What bounds a rhythm: "at least every 6 months"."""
PER_PERIOD = rf"(?: (?:per|an?|each|every) (?:hour|night|{PERIODS}|annum)\b)?"
"""For how long an amount is paid: "a week"."""
QUANTIFIERS = frozenset(("any", "all", "every", "each", "some", "most"))
"""A threshold beginning with one of these only counts in a sentence that binds."""
NOT_RHYTHM = r"plans?|records?|logs?|li(?:fe|ves|ving)|diar(?:y|ies)|sheets?|notes?|routines?|leave|triage"
"""Behind "daily" or "annual" these make a name of it: the daily record."""
NOT_TITLES = r"Under|In|See|As|Since|With|From|And|Or|By|For|This|That|These|Read|Also"
"""Words that stand before a title, with a capital at the beginning of a sentence."""
NOT_FORM_NAMES = r"Use|Complete|Fill|Submit|Sign|Send|See|Attach|The|A|An|This|That|Each|Every|Any"
"""Words that stand before the name of a form, with a capital at the beginning of a sentence."""
MONTHS = _listed("""January February March April May June July August September October November December""")

THRESHOLDS = (
    r"(?:likely to suffer )?significant harm|thresholds?|reasonable (?:cause|grounds)(?: to (?:suspect|believe))?"
    r"|eligib(?:le|ility)|criteri(?:a|on)|(?:(?<!in )any|all|every|each|some|most) (?:child(?:ren)?"
    r"|young (?:person|people)|cases?|concerns?|incidents?|allegations?|referrals?)|(?:high|low|medium|at) risk|serious"
    r"|balance of probabilities|(?:any|all|most|some)(?= of (?:these|those|the (?:following|above))\b)"
)
LEVELS = r"level|tier|band|stage|category|grade"

CONFUSABLE = frozenset(
    frozenset(pair.split("/"))
    for pair in _listed(
        """police/policy adoption/adaption adopted/adapted statue/statute trial/trail formally/formerly
    personal/personnel expect/except accept/except effect/affect access/assess principal/principle
    advice/advise consent/content contact/contract patient/patent prevent/present health/wealth
    fostered/festered parent/patent parental/prenatal device/advice minor/manor legal/regal allowed/alloyed
    proscribe/prescribe internal/interval attend/attempt intend/attend placed/planed unable/enable
    hourly/yearly weekly/meekly"""
    )
)
"""Words one letter apart that are not each other's misprints."""

_BOUND_WORDS = "within at no not up more fewer less over under minimum maximum every after before for in by"
_LEGAL_WORDS = "section sections s ss regulation regulations reg regs article articles schedule schedules part parts"
OPENINGS: dict[ReasonKind, frozenset[str]] = {
    kind: frozenset(_listed(words))
    for kind, words in {
        ReasonKind.CONTACT: "http https www",
        ReasonKind.AMOUNT: "£",
        ReasonKind.PERCENTAGE: _BOUND_WORDS,
        ReasonKind.FORM: """form referral notification consent assessment request incident application complaint
            complaints report""",
        ReasonKind.LAW: _LEGAL_WORDS,
        ReasonKind.DATE: " ".join(MONTHS),
        ReasonKind.AGE: f"""under over age aged ages above below from until reach reaches reached reaching turn turns
            turned turning between {" ".join(word for word in ORDINAL_WORDS if "-" not in word)}""",
        ReasonKind.LIMIT: f"""{_BOUND_WORDS} on as each during until immediately straight straightaway right forthwith
            urgently same next following without overnight promptly hourly half daily weekly fortnightly monthly
            termly quarterly annual annually yearly bi biannually twice once""",
        ReasonKind.THRESHOLD: f"""{_BOUND_WORDS} level tier band stage category grade likely significant threshold
            thresholds reasonable eligible eligibility criteria criterion any all each some most high low medium
            serious balance""",
        ReasonKind.REFERENCE: f"""{_LEGAL_WORDS} § appendix appendices annex annexe chapter chapters paragraph
            paragraphs standard standards step steps table tables stage stages level levels tier tiers form forms
            figure figures""",
        ReasonKind.DUTY_WORD: """Do Don Never Always Ensure Make must mustn shall should shouldn may cannot can
            could might will won need needs is are be has have does do ought no under at""",
        ReasonKind.CONDITION: """not no nobody none never nor neither without unless except excepting exception
            exceptions only other save provided in subject with written prior express explicit verbal informed isn
            aren don doesn didn wasn weren hasn haven hadn""",
        ReasonKind.STYLE: "Should",
    }.items()
}
"""With what each kind of fact can begin in small letters (or, where so printed, as it stands), besides numbers, the
names of roles, routes and terms, and capitals of titles."""

_MONTHS_AND_NOON = "the noon midday midnight " + " ".join(MONTHS)
FOLLOWING: dict[str, str] = {
    "for": "the a",
    "within": "the a an",
    "after": "the",
    "in": f"good exceptional {_MONTHS_AND_NOON}",
    "by before": f"day week month {_MONTHS_AND_NOON}",
    "during": _MONTHS_AND_NOON,
    "on": "day or",
    "at": "least most once risk the",
    "from until between above below": "the of between",
    "as": "soon",
    "has have": "to a the responsibility",
    "needs": "to",
    "do does": "not",
    "half": "term termly yearly",
    "other": "than",
    "with": "the their her his " + CONSENT_WORDS,
    "written prior express explicit verbal informed": CONSENT_WORDS,
    " ".join(word for word in ORDINAL_WORDS if "-" not in word): "birthday",
    "is are be": """not permitted prohibited no required obliged expected legally statutorily now mandatory compulsory
        allowed able under a essential vital imperative crucial desirable advisable recommended good entitled
        responsible accountable""",
}
"""After these words a limit, an age, a threshold or a duty goes on with a number or with one of the words beside them,
or there is none."""
FOLLOWING_BOUNDS: dict[str, str] = {
    "no not": "later sooner earlier longer more fewer less",
    "up": "to",
    "more fewer less": "than",
    "under over": "the a of between",
}
"""The same for limits, ages and thresholds alone: "no" is a condition of its own, and begins duties too."""
FOLLOWING_NUMBERS: dict[str, str] = {"within for after before by in under over": ""}
"""The same for percentages and thresholds, where less can come next."""

OPPOSITES = ("in", "un", "il", "im", "ir", "non", "non-", "dis", "mis")
"""What turns a word into its opposite when put before it."""

PRACTICE_WORDS = frozenset(
    _listed(
        """plan plans meeting meetings assessment assessments conference order orders enquiry enquiries review
    reviews visit visits decision decisions strategy protection need needs care placement placements fostering
    adoption consent risk report reports record records child children parent parents carers carer family
    guardian guardianship court panel threshold contact contacts education health police school strategy
    supervision training interview permanence safeguarding referral referrals"""
    )
)
"""Words that name what is done. A capital letter does not make them a mere name."""

FELT = (
    r"feel (?:the|her|his|its|their|a) (?:[\w-]+'s? )?(?:head|skull|fontanelle|forehead|neck|chest|tummy|abdomen"
    r"|stomach|bump|pulse|skin|back|bones?|limbs?|arms?|legs?|hands?|foot|feet)\b"
)
"""What hands feel is something that is done, not a feeling."""

HOW_MANY: dict[str, str] = {
    **dict.fromkeys(("all", "every", "each", "everybody", "everyone"), "all"),
    **dict.fromkeys(("nobody", "no one", "none", "none of", "no", "neither"), "nobody"),
    **dict.fromkeys(("anybody", "anyone", "any"), "any"),
    **dict.fromkeys(("somebody", "someone", "some", "few"), "some"),
    **dict.fromkeys(("most", "many"), "most"),
    "both": "both",
    "either": "either",
}
"""Words that say of how many people something holds: one of another group in their place binds others."""

SAME_STANDING = frozenset(
    frozenset(pair.split("/"))
    for pair in _listed(
        """new/incoming current/present current/existing present/existing previous/former previous/outgoing
        former/outgoing"""
    )
)
"""Two words that say the same of somebody who does things: one for the other makes nobody another."""

OTHER_COUNCILS = _listed("school youth student pupil parish town arts medical research British privy care")
"""Before "council" these make it another than the local authority."""
TO_A_DESK = _listed("to via through with contact inform notify tell alert")
"""Before "the front door", in small letters, these say that a service is meant and not the door of a house."""
OF_A_HOUSE = r"of|key|bell|lock|step|mat|open|closed|shut|locked|is|was|and (?:ring|knock)"
"""Behind it these say that it is the door of a house."""

BODIES = frozenset(
    _listed(
        """service services agency agencies team teams panel panels meeting meetings conference conferences review
        reviews council board boards partnership provider providers professional professionals practitioner
        practitioners worker workers carer carers manager managers officer officers school schools court home homes
        parent parents chair staff nurse nurses midwife midwives doctor doctors therapist therapists psychologist
        psychologists teacher teachers adviser advisers advisor advisors supervisor supervisors advocate advocates lead
        leads visitor visitors"""
    )
)
"""Who a sentence may be about when it says what will or may be done."""

PARTIES = (
    r"(?:manager|officer|worker|nurse|lead|supervisor|therapist|psychologist|psychiatrist|doctor|consultant|teacher|tutor"
    r"|chair|advis[eo]r|advocate|visitor|practitioner|professional|carer|parent|guardian|coordinator|co-ordinator|director"
    r"|head|deputy|inspector|reviewer|assessor|mentor|keyworker|panel|board|partnership|team|service|department|hub|desk"
    r"|court|council|provider|agenc(?:y|ie)|governor|solicitor)s?|staff|police|committee"
)
"""With which words the name of somebody who does things ends."""
SENT = (
    r"sen[dt]s?|refer(?:red|s)?|report(?:ed|s)?|submit(?:ted|s)?|escalated?|pass(?:ed|es)?|forward(?:ed|s)?|cop(?:y|ied)"
    r"|go(?:es)?|given?|address(?:ed)?|notified|made|hand(?:ed)? over"
)
"""With these and "to" it is said where something goes."""
TOLD = r"(?:inform|notify|tell|alert|consult|contact|ring|ask)(?:s|ing)?|notifies"
"""Behind these it is said who is told."""
FILLED_IN = r"complete[sd]?|fill(?:s|ed)? in|use[sd]?|submit(?:s|ted)?|sign(?:s|ed)?|return(?:s|ed)?|send|sent"
"""Behind these it is said which form has to be used."""

OBLIGATIONS = (
    r"must|shall|should|will|may|required|responsible|responsibility|accountable|ensure|lead(?:s|ing)? on|needs? to"
    r"|not (?:permitted|allowed)|duty to|(?:essential|vital|imperative) (?:that|to)|good practice to"
)
SENDING = (
    r"refer(?:red|rals?|s)?|notif(?:y|ied|ies|ication)|inform(?:ed|s)?|report(?:ed|s)?|submit(?:ted|s)?|escalat\w+|sen[dt]s?"
    r"|contact(?:ed|s)?|consult(?:ed|s)?|complete[ds]?|approv\w+|authoris\w+|sign(?:ed|s)?|agree[ds]?|chair(?:ed|s)?"
)
READ_MORE = (
    r"further (?:reading|information|guidance)|useful (?:contacts?|links?|websites?|resources)|references?|contacts?"
    r"|related (?:chapters?|guidance|procedures?|information)|relevant .*|resources|see also|links"
)
"""Headings under which only pointers stand."""
