"""The field's closed lists. Codes are public (import, export, API, search parameters); labels are what people read."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Mode(TextChoices):
    GROUP = "group", _("Social work with groups")
    COMMUNITY = "community", _("Community social work")
    LOCAL_DEVELOPMENT = "local_development", _("Local social development")
    COMBINED = "combined", _("Individual and collective work combined")


class Status(TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")
    SUSPENDED = "suspended", _("Suspended")


class OrganisationType(TextChoices):
    DEPARTMENT = "department", _("Department council")
    CCAS = "ccas", _("Municipal social action centre (CCAS, CIAS)")
    CAF = "caf", _("Family allowance fund (CAF)")
    MSA = "msa", _("Farmers’ social fund (MSA)")
    SOCIAL_LANDLORD = "social_landlord", _("Social landlord")
    ASSOCIATION = "association", _("Association")
    INSTITUTION = "institution", _("Social or medico-social institution")
    SOCIAL_CENTRE = "social_centre", _("Social centre")
    TRAINING_CENTRE = "training_centre", _("Training centre")
    STATE = "state", _("State service")
    OTHER = "other", _("Other organisation")


class Profession(TextChoices):
    SOCIAL_WORKER = "social_worker", _("Social worker (ASS)")
    FAMILY_ECONOMIST = "family_economist", _("Social and family economist (CESF)")
    EDUCATOR = "educator", _("Special needs educator (ES)")
    EARLY_CHILDHOOD = "early_childhood", _("Early childhood educator (EJE)")
    INSTRUCTOR = "instructor", _("Instructor (ME)")
    FAMILY_WORKER = "family_worker", _("Family worker (TISF)")
    FACILITATOR = "facilitator", _("Community facilitator")
    MANAGER = "manager", _("Manager")
    VOLUNTEER = "volunteer", _("Volunteer")
    PEER = "peer", _("Peer worker")


class Scale(TextChoices):
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
    MUNICIPALITY = "municipality", _("Municipality")
    INTERMUNICIPAL = "intermunicipal", _("Intermunicipal")
    DEPARTMENT = "department", _("Department")
    REGION = "region", _("Region")
    INTERREGIONAL = "interregional", _("Interregional")
    NATIONAL = "national", _("National")
    ABROAD = "abroad", _("Abroad")


class SpaceType(TextChoices):
    URBAN = "urban", _("Urban")
    QPV = "qpv", _("Priority neighbourhood (QPV)")
    PERIURBAN = "periurban", _("Periurban")
    RURAL = "rural", _("Rural")
    MOUNTAIN = "mountain", _("Mountain")
    COAST = "coast", _("Coast")
    OVERSEAS = "overseas", _("Overseas")


class DiagnosisRole(TextChoices):
    INITIATORS = "initiators", _("They started it")
    ASSOCIATED = "associated", _("They took part in it")
    CONSULTED = "consulted", _("They were consulted")
    ABSENT = "absent", _("They had no part in it")


class Audience(TextChoices):
    INHABITANTS = "inhabitants", _("Inhabitants")
    FAMILIES = "families", _("Families")
    PARENTS = "parents", _("Parents")
    CHILDREN = "children", _("Children")
    YOUTH = "youth", _("Teenagers")
    YOUNG_ADULTS = "young_adults", _("Young adults")
    OLDER_PEOPLE = "older_people", _("Older people")
    DISABLED_PEOPLE = "disabled_people", _("Disabled people")
    RSA_RECIPIENTS = "rsa_recipients", _("RSA recipients")
    JOB_SEEKERS = "job_seekers", _("Job seekers")
    TENANTS = "tenants", _("Tenants")
    HOMELESS = "homeless", _("Homeless people")
    EXILED_PEOPLE = "exiled_people", _("Exiled people")
    CARERS = "carers", _("Family carers")
    VIOLENCE_VICTIMS = "violence_victims", _("Victims of violence")
    ISOLATED_PEOPLE = "isolated_people", _("Isolated people")
    PROFESSIONALS = "professionals", _("Professionals")


class Participation(TextChoices):
    INFORMATION = "information", _("Information")
    CONSULTATION = "consultation", _("Consultation")
    INVOLVEMENT = "involvement", _("Involvement")
    CO_CONSTRUCTION = "co_construction", _("Co-construction")
    INHABITANTS_INITIATIVE = "inhabitants_initiative", _("Inhabitants’ own initiative")


class EffectLevel(TextChoices):
    PERSONS = "persons", _("The persons")
    GROUP = "group", _("The group")
    PROFESSIONALS = "professionals", _("The professionals")
    INSTITUTION = "institution", _("The institution")
    PARTNERSHIP = "partnership", _("The partnership")
    TERRITORY = "territory", _("The territory")


class EffectDimension(TextChoices):
    SELF_ESTEEM = "self_esteem", _("Self-esteem")
    EMPOWERMENT = "empowerment", _("Power to act")
    SOCIAL_TIES = "social_ties", _("Social ties")
    ACCESS_TO_RIGHTS = "access_to_rights", _("Access to rights")
    LIVING_CONDITIONS = "living_conditions", _("Living conditions")
    HEALTH = "health", _("Health")
    INTEGRATION = "integration", _("Social and work integration")
    MUTUAL_VIEW = "mutual_view", _("How people see each other")
    PROFESSIONAL_PRACTICE = "professional_practice", _("Professional practice")
    LOCAL_POLICY = "local_policy", _("Local policy")


class EffectDirection(TextChoices):
    FAVOURABLE = "favourable", _("Favourable")
    MIXED = "mixed", _("Mixed")
    NONE = "none", _("No effect seen")
    UNFAVOURABLE = "unfavourable", _("Unfavourable")


class Horizon(TextChoices):
    UNDER_6_MONTHS = "under_6_months", _("Under six months")
    SIX_TO_24_MONTHS = "6_to_24_months", _("Six months to two years")
    OVER_2_YEARS = "over_2_years", _("Over two years")


class Reporter(TextChoices):
    PERSONS_CONCERNED = "persons_concerned", _("Persons concerned")
    SOCIAL_WORKERS = "social_workers", _("Social workers")
    TEAM_MANAGERS = "team_managers", _("Team managers")
    DIRECTORS = "directors", _("Directors")
    PARTNERS = "partners", _("Partners")
    EXTERNAL_EVALUATOR = "external_evaluator", _("External evaluator")


class Evidence(TextChoices):
    NARRATIVE = "narrative", _("Accounts collected")
    RECORDED_OBSERVATION = "recorded_observation", _("Recorded observation")
    TOOLED_SELF_ASSESSMENT = "tooled_self_assessment", _("Self-assessment with a tool")
    CROSS_ASSESSMENT = "cross_assessment", _("Cross assessment")
    INDICATORS = "indicators", _("Indicators")
    EXTERNAL_EVALUATION = "external_evaluation", _("External evaluation")
    RESEARCH = "research", _("Research")


class Evaluation(TextChoices):
    NONE = "none", pgettext_lazy("evaluation", "None")
    PLANNED = "planned", pgettext_lazy("evaluation", "Planned")
    RUNNING = "running", pgettext_lazy("evaluation", "Under way")
    DONE = "done", pgettext_lazy("evaluation", "Done")


class Viewpoint(TextChoices):
    DIRECTORS = "directors", _("Directors")
    TEAM_MANAGERS = "team_managers", _("Team managers")
    SOCIAL_WORKERS = "social_workers", _("Social workers")
    PERSONS_CONCERNED = "persons_concerned", _("Persons concerned")
    ELECTED_OFFICIALS = "elected_officials", _("Elected officials")
    PARTNERS = "partners", _("Partners")
    TRAINERS_STUDENTS = "trainers_students", _("Trainers and students")


class FactorNature(TextChoices):
    """What hindered (barrier) or helped (facilitator)."""

    WORKLOAD = "workload", _("Time and workload")
    FUNDING = "funding", _("Funding")
    MANAGEMENT_SUPPORT = "management_support", _("Support from management")
    LEGITIMACY = "legitimacy", _("Legitimacy and stance")
    TRAINING = "training", _("Training")
    SILOS = "silos", _("Working in silos")
    LEGAL_FRAMEWORK = "legal_framework", _("Legal framework")
    MOBILISATION = "mobilisation", _("Bringing people together")
    PARTNERSHIP = "partnership", _("Partnership")
    MOBILITY = "mobility", _("Mobility and transport")
    EVALUATION_DEMANDS = "evaluation_demands", _("Demands of evaluation")
    TURNOVER = "turnover", _("Staff turnover")


class Intensity(IntegerChoices):
    WEAK = 1, _("weak")
    MEDIUM = 2, _("medium")
    STRONG = 3, _("strong")
    DECISIVE = 4, _("very strong")


class BarrierOutcome(TextChoices):
    LIFTED = "lifted", _("lifted")
    BYPASSED = "bypassed", _("bypassed")
    PERSISTENT = "persistent", _("persistent")
    STOPPED_ACTION = "stopped_action", _("stopped the action")


class TransferFamily(TextChoices):
    """The four families of the ASTAIRE grid of transferability."""

    POPULATION = "population", _("Population")
    ENVIRONMENT = "environment", _("Environment")
    IMPLEMENTATION = "implementation", _("Implementation")
    SUPPORT = "support", _("Support for the transfer")


class Requirement(TextChoices):
    ESSENTIAL = "essential", _("Essential")
    ADAPTABLE = "adaptable", _("Adaptable")
    AVOID = "avoid", _("To avoid")


class TransferReadiness(IntegerChoices):
    NOT_YET = 0, _("Not yet transferable")
    WITH_CARE = 1, _("To be adapted with care")
    TESTED = 2, _("Can be taken up with support")
    READY = 3, _("Ready to be taken up")


class Availability(TextChoices):
    TESTIMONY = "testimony", _("To tell their experience")
    VISIT = "visit", _("To receive a visit")
    SUPPORT = "support", _("To support another team")


class Licence(TextChoices):
    CC_BY = "CC-BY-4.0", "Creative Commons BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "Creative Commons BY-SA 4.0"
    ETALAB = "etalab-2.0", _("Open Licence 2.0 (Etalab)")


class State(TextChoices):
    """What a contributor sees of her sheet."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("in review")
    CHANGES_REQUESTED = "changes_requested", _("changes requested")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ARCHIVED = "archived", _("archived")
