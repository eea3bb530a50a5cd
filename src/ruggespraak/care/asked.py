"""The questions and options of a pack that care itself understands. Everything else in a form is content to it.

A test holds every complaint's pack to this list: a pack that names them otherwise cannot be used for care.
"""

AGE, SEX = "age", "sex"
SEXES = {"F": "female", "M": "male"}
"""The answer that belongs to a registered sex; who is neither is asked."""

CONCLUSION = "screening_conclusion"
PLUIS, NIET_PLUIS = "pluis", "niet_pluis"
CONCERN = "level_of_concern"
FURTHER_EXAM = "further_exam_indicated"
SHARE_WITH_GP = "consent_share_gp"
GRANTED = "granted"
SHARE_REFUSED = "refused"
RED_FLAGS, NONE_FOUND = "screening_red_flags", "asked_none_found"
OWN_URGENCY = "own_urgency"
OVERRULE_REASON = "overrule_reason"

OUTCOME = "decision_outcome"
TREAT = "treat"
OPTIONS_DISCUSSED = "options_discussed"
WAIT = "no_treatment"
"""Waiting and staying active: among the options, always."""
TOGETHER, TOLD_BACK, TOLD_BACK_READ = "together", "told_back", "told_back_read"
WHAT_MATTERS, LEANING, PREFERENCE, CLIENT_QUESTIONS = "what_matters", "leaning", "preference", "client_questions"
NOT_SURE = "not_sure_yet"
PREFERRED_OPTION, COMBINATION, NO_PREFERENCE = "preferred_option", "prefers_combination", "no_preference"
TOLD_IN_OWN_WORDS = ("told_what", "told_expect", "told_call")
TEACH_BACK, IS_CLEAR = "teach_back", "teach_back_clear"

GOALS = "goals"
PARTS = "plan_parts"
CAUTION = "caution"
TECHNIQUES = "techniques"
REASON = "plan_reason"
SESSIONS = "sessions_planned"
MINUTES = "session_minutes"
FREQUENCY = "frequency"
EVALUATION_ON = "evaluation_on"
ALTERNATIVES = "alternatives"
AGREEMENTS = "plan_agreements"
HOME = "plan_home"
STOP_WHEN = "plan_stop_when"
COSTS = "plan_costs"

DECISION = "consent_decision"
GIVEN, REFUSED, WITHDRAWN, QUESTION = "given", "refused", "withdrawn", "question"
WORDS = "consent_words"
WAY = "consent_way"
OWN_DEVICE, PRACTICE_SCREEN, PAPER, ORAL = "own_device", "practice_screen", "paper", "oral"
GIVEN_BY = "consent_given_by"
BY_PATIENT, BY_REPRESENTATIVE = "patient", "representative"
SCOPE, SCOPE_PLAN, SCOPE_MANIPULATION = "consent_scope", "scope_plan", "scope_manipulation"
MANIPULATION = "tx_manipulation"
TOLD_BEFORE = "plan_told"
TOLD = "information_items"
TOLD_BY_TEXT = ("ic_benefit", "ic_common", "ic_alternatives", "ic_right_stop", "ic_after")
ANSWER_WORDS = "plan_answer_words"
MESSAGE, MESSAGE_ANSWER = "message", "message_answer"
MESSAGE_WORDS, MESSAGE_ANSWER_WORDS = "message_words", "message_answer_words"
MEASURED_AT_START = ("measures_start", "intake", "intake_home")
"""Forms in which a client names own activities, the one that counts first."""
MEASURED_LATER = ("measures_end", "measures_later")
"""Measures that are asked once care has ended."""

DAY_AFTER, CHECK_IN = "day_after", "check_in"
AFTER_GOING, AFTER_BETTER, AFTER_SAME, AFTER_WORSE = "after_going", "after_better", "after_same", "after_worse"
AFTER_EFFECTS, AFTER_NONE = "after_effects", "after_none"
AFTER_WORDS, CHECK_IN_WORDS = "after_words", "check_in_words"
CHECK_IN_GOING, GOING_WELL, GOING_SOME, GOING_BADLY = "check_in_going", "going_well", "going_some", "going_badly"
OWN_SIGNS, FLARE_UP, HELP_AGAIN = "own_signs_seen", "flare_up_now", "help_again"
OWN_ADDITION, ADDITION_WORDS = "own_addition", "addition_words"
CORRECTION_REQUEST, CORRECTION_ANSWER = "correction_request", "correction_answer"
CORRECTION_WRONG, CORRECTION_WANTED = "correction_wrong", "correction_wanted"
CORRECTION_DECISION, CORRECTION_WORDS = "correction_decision", "correction_words"
MADE, MADE_PARTLY, NOT_MADE = "correction_made", "correction_made_partly", "correction_refused"
BESIDE = (OWN_ADDITION, CORRECTION_REQUEST, CORRECTION_ANSWER)
"""Forms whose entries stand beside another one."""
REPLACED = ("plan", "exercises")
"""Forms of which the newest counts: they are signed anew, never corrected."""

PAIN_BEFORE, PAIN_AFTER = "pain_before", "pain_after"
PAIN_AVERAGE = "pain_nrs_avg24h"
HANDS_ON, HANDS_OFF, COACHING = "minutes_hands_on", "minutes_hands_off", "minutes_coaching"
SOEP = ("soep_s", "soep_o", "soep_e", "soep_p")
NO_CONSENT_REASON = "no_consent_reason"

GOAL_RESULTS, GOAL_RESULTS_AT_CLOSING = "goal_results", "closing_goal_results"
TREATMENTS = "treatments_count"
VERDICT = "evaluation_decision"
CHANGE, STOP, REFER = "change", "stop", "refer"
NEXT_EVALUATION_ON = "evaluation_next_on"

HAPPENED_ON = (
    *("consent_share_gp_on", "gp_answer_on", "call_at", "information_given_on"),
    *("onset_date", "prev_episode_last", "work_absence_since"),
)
"""Dates of what has happened: never in the future."""
PLANNED_ON = (EVALUATION_ON, NEXT_EVALUATION_ON, "look_again_on", "follow_up_on")
"""Dates of what was agreed: never in the past."""
