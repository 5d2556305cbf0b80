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

MODALS: tuple[tuple[str, str], ...] = (
    (
        r"must (?:not|never)|mustn't|shall not|(?:is|are) (?:not permitted|prohibited)|under no circumstances",
        "must not",
    ),
    (r"should (?:not|never)|shouldn't|ought not to", "should not"),
    (r"(?-i:may) not(?! (?:be \w+ing|have been)\b)|cannot|can not|can't", "may not"),
    (r"will not|won't", "will not"),
    (
        r"need not|(?:is|are) not (?:required|obliged|expected) to|(?:does|do) not (?:need|have) to"
        r"|(?:is|are) no longer (?:required|obliged|expected) to|no longer (?:needs?|ha(?:s|ve)) to",
        "need not",
    ),
    (
        r"must|shall|(?:is|are|be) (?:(?:legally|statutorily|now) )?(?:required|obliged) to|(?:has|have) to"
        r"|(?:is|are) (?:mandatory|compulsory)",
        "must",
    ),
    (r"should|ought to|(?:is|are) expected to", "should"),
    # "What they may be missing" says how things may be, and permits nothing.
    (
        r"(?-i:may)(?! (?:not )?(?:be \w+ing|have been)\b)|(?:is|are) (?:permitted|allowed|able) to"
        r"|at the discretion of",
        "may",
    ),
    # What somebody can do is what they may do; what could or might be is weaker.
    (r"can", "may"),
    (r"could|might", "might"),
    (r"will", "will"),
    (r"needs? to", "need to"),
)
"""What binds or permits: pattern and the force it has. What stands first is tried first."""

WEAK_MODALS = frozenset(("may", "might", "will", "may not", "need to"))
"""These alone may describe as well as bind."""
ABILITY = frozenset(("can", "could", "might"))
"""Put so, a "may" that comes or goes with its line says what is possible, not what is permitted."""

NOT_PERMISSION = frozenset(
    _listed(
        """be have feel feels need want experience present show result indicate become find suffer seem appear lead
        cause include wish prefer occur happen think believe affect help not also well sometimes often still arise
        exist come contain know use make take vary differ apply lack struggle live"""
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

NEGATIONS = r"(?<!may )not|no longer|no|never|nor|neither|without|unless|except(?:ing|ions?)?|only"
CONTRACTIONS = r"(?:is|are|do|does|was|were|has|have|did)n't"
URGENCY = (
    r"immediately|straight ?away|at once|right away|without (?:undue )?delay|forthwith|urgently"
    r"|(?:same|next|following) "
    r"(?:working )?day|as soon as (?:reasonably )?(?:possible|practicable|practical)|by the end of the (?:next |same "
    r"|following )?(?:working )?(?:day|week|month)|within the (?:day|hour|week|month)"
    r"|(?<!alone )(?<!stay )(?<!stays )(?<!staying )overnight(?! (?:stays?|carers?|contact)\b)|promptly"
    r"|in good time"
)
FREQUENCY = (
    r"daily|weekly|fortnightly|monthly|termly|quarterly|annual(?:ly)?|yearly|bi-?annually|twice (?:a|each|per) "
    r"(?:week|month|term|year)|once (?:a|each|per) (?:week|month|term|year)|(?:every|each) (?:other )?(?:day|week"
    r"|fortnight|month|term|year)|(?:two|three|four|six|nine|twelve|\d+)-?(?:weekly|monthly)"
)
BOUNDS = (
    r"within|at least|at most|no(?:t)? (?:later|more|fewer|less) than|up to|more than|fewer than|less than|over|under"
    r"|minimum(?: of)?|maximum(?: of)?|every|after|before|for|in|by"
)
QUANTIFIERS = frozenset(("any", "all", "every", "each", "some", "most"))
"""A threshold beginning with one of these only counts in a sentence that binds."""
NOT_RHYTHM = r"plans?|records?|logs?|li(?:fe|ves|ving)|diar(?:y|ies)|sheets?|notes?|routines?|leave|triage"
"""Behind "daily" or "annual" these make a name of it: the daily record."""
NOT_TITLES = r"Under|In|See|As|Since|With|From|And|Or|By|For|This|That|These|Read|Also"
"""Words that stand before a title, with a capital at the beginning of a sentence."""
NOT_FORM_NAMES = r"Use|Complete|Fill|Submit|Sign|Send|See|Attach|The|A|An|This|That|Each|Every|Any"
"""Words that stand before the name of a form, with a capital at the beginning of a sentence."""
UNITS = r"minutes?|hours?|days?|weeks?|fortnights?|months?|years?|terms?"
UNIT_KINDS = r"working|calendar|school|clear|consecutive|further|full"
MONTHS = _listed("""January February March April May June July August September October November December""")

THRESHOLDS = (
    r"(?:likely to suffer )?significant harm|thresholds?|reasonable (?:cause|grounds)(?: to (?:suspect|believe))?"
    r"|eligib(?:le|ility)|criteri(?:a|on)|(?:any|all|every|each|some|most) (?:child(?:ren)?|young (?:person|people)"
    r"|cases?|concerns?|incidents?|allegations?|referrals?)|(?:high|low|medium|at) risk|serious"
    r"|balance of probabilities"
)
LEVELS = r"level|tier|band|stage|category|grade"

ROLES: dict[str, tuple[str, ...]] = {
    "independent reviewing officer": ("iro",),
    "assistant team manager": ("atm",),
    "advanced practitioner": (),
    "practice manager": (),
    "team manager": (),
    "service manager": (),
    "registered manager": (),
    "case manager": (),
    "group manager": (),
    "line manager": (),
    "duty manager": (),
    "manager": (),
    "head of service": (),
    "assistant director": (),
    "director of children's services": ("dcs",),
    "director": (),
    "agency decision maker": ("adm", "agency decision-maker"),
    "responsible individual": (),
    "principal social worker": ("psw",),
    "supervising social worker": ("ssw",),
    "allocated social worker": (),
    "duty social worker": (),
    "family support worker": (),
    "residential worker": (),
    "social worker": (),
    "key worker": ("keyworker",),
    "lead professional": (),
    "lead practitioner": (),
    "practitioner": (),
    "conference chair": (),
    "panel chair": (),
    "chair": ("chairperson",),
    "personal adviser": ("personal advisor",),
    "foster carer": (),
    "carer": (),
    "health visitor": (),
    "school nurse": (),
    "midwife": ("midwives",),
    "general practitioner": ("gp",),
    "paediatrician": (),
    "designated doctor": (),
    "designated nurse": (),
    "designated teacher": (),
    "designated safeguarding lead": ("dsl",),
    "headteacher": ("head teacher",),
    "virtual school head": ("vsh",),
    "advocate": (),
    "independent visitor": (),
    "children's guardian": (),
    "local authority": (),
    "placing authority": (),
    "staff": (),
    "police officer": (),
}
"""Who may be responsible, with the other names of the same role."""

ROUTES: dict[str, tuple[str, ...]] = {
    "multi-agency safeguarding hub": ("mash",),
    "local authority designated officer": ("lado", "designated officer"),
    "emergency duty team": ("edt", "emergency duty service", "out of hours service", "out of hours team"),
    "national referral mechanism": ("nrm",),
    "marac": ("multi-agency risk assessment conference",),
    "channel": (),
    "prevent": (),
    "front door": (),
    "single point of access": (),
    "early help hub": (),
    "children's social care": (),
    "police": (),
    "ofsted": (),
    "camhs": ("child and adolescent mental health services",),
    "legal services": (),
    "legal gateway": ("legal gateway meeting", "legal planning meeting"),
    "access to resources panel": (),
    "placement panel": (),
    "fostering panel": (),
    "duty team": (),
    "virtual school": (),
    "coroner": (),
    "disclosure and barring service": ("dbs",),
    "information commissioner": (),
    "online portal": ("portal",),
}
"""Where a matter is sent, with other names of the same."""

SAME_TERMS: dict[str, tuple[str, ...]] = {
    "looked after child": (
        *("looked-after child", "child looked after", "lac", "cla", "child in care", "cic"),
        *("looked after children", "looked-after children", "children looked after", "children in care"),
    ),
    "child in need": ("cin",),
    "child protection plan": ("cpp",),
    "child protection conference": ("cpc",),
    "initial child protection conference": ("icpc",),
    "personal education plan": ("pep",),
    "education health and care plan": ("ehcp", "ehc plan"),
    "family group conference": ("fgc",),
    "special guardianship order": ("sgo",),
    "for example": ("e.g.", "e.g", "eg", "for instance"),
    "i.e.": ("i.e", "ie"),
    "and": ("&",),
    "to": ("in order to", "so as to"),
    "while": ("whilst",),
    "among": ("amongst",),
    "about": ("regarding", "concerning", "in relation to", "with regard to"),
    "if": ("in the event that", "in the event of"),
    "before": ("prior to",),
    "adviser": ("advisor",),
    "because": ("due to the fact that", "as a result of the fact that"),
    "whether": ("whether or not",),
    "all": ("every", "each"),
    "email": ("e-mail",),
    "programme": ("program",),
    "ensure": ("make sure",),
    "ensures": ("makes sure",),
}
"""Different words for the same thing: swapping one for the other is style."""

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
        ReasonKind.AGE: """under over age aged ages above below from until reach reaches reached reaching turn turns
            turned turning between""",
        ReasonKind.LIMIT: f"""{_BOUND_WORDS} on as each During immediately straight straightaway right forthwith
            urgently same next following without overnight promptly daily weekly fortnightly monthly termly quarterly
            annual annually yearly bi biannually twice once""",
        ReasonKind.THRESHOLD: f"""{_BOUND_WORDS} level tier band stage category grade likely significant threshold
            thresholds reasonable eligible eligibility criteria criterion any all each some most high low medium
            serious balance""",
        ReasonKind.REFERENCE: f"""{_LEGAL_WORDS} § appendix appendices annex annexe chapter chapters paragraph
            paragraphs standard standards step steps table tables stage stages level levels tier tiers form forms
            figure figures""",
        ReasonKind.DUTY_WORD: """must mustn shall should shouldn may cannot can could might will won need needs is are
            be has have does do ought no under at""",
        ReasonKind.CONDITION: """not no never nor neither without unless except excepting exception exceptions only isn
            aren don doesn didn wasn weren hasn haven hadn""",
    }.items()
}
"""With what each kind of fact can begin in small letters (or, where so printed, as it stands), besides numbers, the
names of roles, routes and terms, and capitals of titles."""

_MONTHS_AND_NOON = "the noon midday midnight " + " ".join(MONTHS)
FOLLOWING: dict[str, str] = {
    "for after": "the",
    "in": f"good {_MONTHS_AND_NOON}",
    "by": f"day {_MONTHS_AND_NOON}",
    "before": _MONTHS_AND_NOON,
    "on": "day or",
    "at": "least most once risk the",
    "from until between above below": "the of between",
    "is are be": """not permitted prohibited no required obliged expected legally statutorily now mandatory compulsory
        allowed able""",
}
"""After these words a limit, an age, a threshold or a duty goes on with a number or with one of the words beside them,
or there is none."""

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

BODIES = (
    r"services?|agenc(?:y|ies)|teams?|panels?|meetings?|conferences?|reviews?|council|boards?|partnership|providers?"
    r"|professionals?|practitioners?|workers?|carers?|managers?|officers?|schools?|court|homes?|parents?|chair|staff"
)
"""Who a sentence may be about when it says what will or may be done."""

OBLIGATIONS = (
    r"must|shall|should|will|may|required|responsible|responsibility|accountable|ensure|lead(?:s|ing)? on|needs? to"
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
