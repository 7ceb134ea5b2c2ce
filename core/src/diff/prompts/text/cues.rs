//! The cue words that tell what a sentence does. One table for each question; a phrase is written as
//! `words` splits it: lower case, without punctuation, `don't` as `do not`.

/// Asks for strict obedience.
#[rustfmt::skip]
pub(super) const MUST: &[&str] = &[
    "must", "always", "never", "shall", "required", "have to", "has to", "need to", "needs to",
    "mandatory", "strictly", "under no circumstances", "at all times", "without exception",
    "it is essential", "it is critical", "make sure", "ensure", "only", "exclusively", "forbidden",
    "prohibited", "absolutely", "at no time", "in no case", "not allowed", "not permitted",
    "obligatory",
];
/// Asks, and lets a good reason pass.
#[rustfmt::skip]
pub(super) const SHOULD: &[&str] = &[
    "should", "ought to", "prefer", "preferably", "try to", "aim to", "aim for", "avoid", "ideally",
    "recommended", "where possible", "when possible", "if possible", "usually", "generally",
    "normally", "typically", "strive", "be careful", "be cautious", "be mindful", "discouraged",
    "as far as possible", "try not to", "refrain from", "consider", "rarely",
];
/// Asks too, where no word of [`MUST`] stands beside it: what "must avoid" asks is strict.
#[rustfmt::skip]
pub(super) const SOFT: &[&str] = &[
    "prefer", "avoid", "consider", "generally", "discouraged", "recommended", "refrain from",
    "be careful", "be cautious", "be mindful", "rarely",
];
/// Allows.
#[rustfmt::skip]
pub(super) const MAY: &[&str] = &[
    "may", "can", "could", "might", "optionally", "feel free", "allowed to", "permitted to",
    "are free to", "it is ok to", "it is okay to", "if you like", "if you want", "are welcome to",
];

/// Forbids whatever follows.
#[rustfmt::skip]
pub(super) const PROHIBITION: &[&str] = &[
    "never", "must not", "should not", "shall not", "may not", "not allowed to",
    "not permitted to", "are not to", "forbidden", "prohibited", "under no circumstances",
    "at no time", "in no case", "not allowed", "off limits", "try not to", "need not to",
    "discouraged", "neither", "nothing", "nobody", "no one", "rarely",
];
/// Forbids to those who are told so; of others, it tells a fact: "orders cannot be changed".
#[rustfmt::skip]
pub(super) const DENIAL: &[&str] = &["do not", "can not", "will not", "no longer"];
/// Whom a sentence tells what to do, or what stands in front of an order.
#[rustfmt::skip]
pub(super) const TOLD: &[&str] = &[
    "you", "assistant", "model", "bot", "agent", "chatbot", "ai", "it", "we", "i", "answer",
    "answers", "response", "responses", "reply", "replies", "output", "outputs", "message",
    "messages", "please", "and", "or", "but", "then", "so", "also", "always", "just", "simply",
    "important", "note", "rule",
];
/// Verbs that forbid where they are asked of the model: "decline such requests", and not in "customers
/// decline offers".
#[rustfmt::skip]
pub(super) const ABSTAIN: &[&str] = &[
    "refuse", "decline", "reject", "avoid", "refrain", "stop", "cease", "stay away", "withhold",
];
/// Stands in front of a verb that is asked of the model.
#[rustfmt::skip]
pub(super) const ASKED: &[&str] = &[
    "you", "must", "should", "shall", "please", "always", "then", "and", "to", "also", "politely",
    "firmly", "strictly", "will", "do", "instead", "immediately",
];
/// Verbs that turn a prohibition around: who must never refuse has to do it.
#[rustfmt::skip]
pub(super) const TURNED: &[&str] = &[
    "refuse", "decline", "reject", "avoid", "refrain", "hesitate", "forget", "fail", "worry", "stop",
];
/// Acts of care: without them, more is done and not less.
#[rustfmt::skip]
pub(super) const CARE: &[&str] = &[
    "asking", "confirming", "checking", "verifying", "requesting", "waiting", "consulting",
    "reviewing", "requiring", "warning", "validating", "authenticating", "delaying",
];
/// Looks like a prohibition and is none.
#[rustfmt::skip]
pub(super) const NO_PROHIBITION: &[&str] = &[
    "not only", "not necessarily", "no need to", "do not need to", "do not have to", "need not",
    "nothing but", "nothing else",
];
/// Takes an obligation back.
#[rustfmt::skip]
pub(super) const WAIVED: &[&str] = &[
    "do not need to", "do not have to", "need not", "no need to", "not required", "not mandatory",
    "not obligatory", "optional", "not necessary", "no longer required", "no longer need",
];
/// Begins a clause in which words are not asked of the model.
#[rustfmt::skip]
pub(super) const SUBORDINATE: &[&str] = &[
    "if", "when", "whenever", "unless", "because", "that", "which", "who", "whose", "while",
    "where", "until", "after", "before", "once", "in case", "as long as", "so that", "since",
    "although", "even if", "except", "than",
];
/// Takes something out of a rule.
#[rustfmt::skip]
pub(super) const EXCEPTION: &[&str] = &[
    "unless", "except", "other than", "apart from", "with the exception", "aside from", "but may",
    "but you may", "but can", "besides",
];
/// Asks for a condition that must hold.
#[rustfmt::skip]
pub(super) const CONDITION: &[&str] = &[
    "only if", "only when", "only after", "only once", "provided that", "as long as",
];
/// Tells that no condition must hold.
#[rustfmt::skip]
pub(super) const REGARDLESS: &[&str] = &[
    "even if", "even when", "even without", "regardless of", "whether or not", "no matter",
];

/// Begins a sentence that tells the model what to do.
#[rustfmt::skip]
pub(super) const IMPERATIVE: &[&str] = &[
    "answer", "respond", "reply", "write", "use", "return", "give", "provide", "include", "list",
    "explain", "summarize", "summarise", "keep", "be", "ask", "check", "cite", "quote", "call",
    "extract", "classify", "translate", "output", "format", "follow", "treat", "ignore", "assume",
    "start", "begin", "end", "finish", "make", "ensure", "think", "read", "review", "look",
    "search", "find", "add", "remove", "generate", "create", "describe", "identify", "do", "stop",
    "tell", "offer", "suggest", "refer", "escalate", "confirm", "verify", "use", "limit", "mention",
    "maintain", "prefer", "avoid", "refuse", "decline", "wrap", "produce", "set", "state", "rank",
    "score", "label", "compare", "convert", "rewrite", "focus", "remember", "note", "speak", "act",
    "adopt", "greet", "thank", "apologize", "apologise", "point", "link", "prioritize",
    "prioritise", "never", "always", "only", "stay", "stick", "base", "redact", "mask", "plan",
    "send", "hand", "delete", "run", "execute", "commit", "test", "flag", "report", "skip", "omit",
    "leave", "put", "take", "reject", "select", "choose", "pick", "decide", "determine", "evaluate",
    "assess", "analyze", "analyse", "address", "help", "work", "pass", "show", "copy", "fill",
    "mark", "sort", "group", "count", "trust", "handle", "say", "let", "admit", "inform", "request",
    "notify", "warn", "wait", "continue", "proceed", "preserve", "print", "emit", "render",
    "repeat", "invite", "encourage", "try", "aim", "double-check", "break", "solve", "compute",
    "calculate", "draft", "propose", "recommend", "save", "store", "log", "update", "consult",
    "consider", "retry", "approve", "reveal", "share", "disclose", "issue", "grant", "allow",
    "accept", "transfer", "forward", "bypass", "expose", "publish", "pay", "refund",
];
/// Orders that give something away where they are about what must not leak or do harm.
#[rustfmt::skip]
pub(super) const GIVES: &[&str] = &[
    "approve", "reveal", "share", "disclose", "issue", "grant", "allow", "accept", "transfer",
    "forward", "bypass", "skip", "expose", "publish", "pay", "refund", "execute", "delete",
    "ignore", "trust",
];

/// Tells what the answer looks like.
#[rustfmt::skip]
pub(super) const FORMAT: &[&str] = &[
    "json", "yaml", "xml", "csv", "markdown", "html", "latex", "plain text", "plaintext", "prose",
    "table", "bullet", "bullets", "bullet points", "numbered list", "code block", "code fence",
    "fenced", "key", "keys", "field named", "fields", "schema", "format", "formatted", "characters",
    "sentences", "sentence", "paragraph", "paragraphs", "words", "tokens long", "one line",
    "single line", "headings", "heading", "iso 8601", "valid object", "array", "enum", "title case",
    "lowercase", "uppercase", "emoji", "emojis", "diff format", "unified diff", "one word",
    "single word", "a list of", "tsv", "in english", "in german", "in french", "in spanish",
    "in italian", "in japanese", "in chinese", "in portuguese", "language of the",
    "user's language", "customer's language", "same language", "output language", "language",
    "in polish", "in dutch", "in korean", "in russian",
];
/// Tells that the answer is meant, so that a word of form is about its form.
#[rustfmt::skip]
pub(super) const ANSWER: &[&str] = &[
    "answer", "respond", "reply", "return", "output", "write", "format", "response", "responses",
    "replies", "answers", "produce", "use", "give", "keep", "limit", "wrap", "emit", "print",
    "in at most", "at most", "no more than", "up to", "end", "start", "begin", "include", "object",
    "exactly", "render", "summary", "summarize", "summarise", "explain", "describe", "translate",
    "speak",
];

/// Says who the model is and how it talks.
#[rustfmt::skip]
pub(super) const PERSONA: &[&str] = &[
    "you are a", "you are an", "you are the", "you are our", "act as", "your name is", "persona",
    "tone", "friendly", "professional", "formal", "informal", "polite", "warm", "casual",
    "empathetic", "concise and", "cheerful", "humorous", "humor", "humour", "playful",
    "enthusiastic", "voice", "personality", "style of", "speak like", "neutral", "conversational",
    "respectful", "courteous",
];
/// Says what the model is there for.
#[rustfmt::skip]
pub(super) const CAPABILITY: &[&str] = &[
    "you can", "you are able to", "you have access to", "you help", "your task is", "your job is",
    "you support", "you assist", "you answer questions", "you handle", "your role is",
    "you know about", "you specialize in", "you specialise in", "you are capable", "you may help",
    "your capabilities", "you have the ability", "we offer", "your purpose is",
];
/// Keeps what users and documents say from being obeyed.
#[rustfmt::skip]
pub(super) const INJECTION: &[&str] = &[
    "untrusted", "prompt injection", "injection", "jailbreak", "ignore any instructions",
    "ignore instructions", "ignore all instructions", "instructions inside", "instructions in the",
    "instructions within", "instructions contained", "instructions found", "embedded instructions",
    "follow instructions", "as data", "not as instructions", "not instructions", "override",
    "previous instructions", "hidden instructions", "between the tags", "delimiters",
    "delimited by", "enclosed in", "user input is", "user supplied", "user-supplied",
    "user-provided", "tool output is", "role play as", "impersonate", "change your role",
    "new instructions",
];
/// What must not leak or do harm.
#[rustfmt::skip]
pub(super) const SENSITIVE: &[&str] = &[
    "confidential", "password", "passwords", "secret", "secrets", "credential", "credentials",
    "api key", "api keys", "token", "pii", "personal data", "personal information",
    "personally identifiable", "private", "privacy", "medical", "legal advice", "financial advice",
    "investment", "diagnosis", "diagnose", "self-harm", "suicide", "weapon", "weapons", "illegal",
    "harmful", "hate", "violence", "minors", "sexual", "malware", "exploit", "credit card",
    "card number", "card numbers", "social security", "internal", "production", "delete",
    "drop table", "execute", "payment", "refund", "refunds", "permission", "permissions",
    "authorization", "escalate", "human agent", "security", "discriminat", "confirm",
    "confirmation", "approval", "dangerous", "unsafe", "fabricate", "invent", "make up",
    "hallucinate", "email addresses", "phone numbers", "destructive", "force-push", "system prompt",
    "your instructions", "these instructions", "these rules", "legal", "account data",
    "customer data", "user data", "account number", "account numbers", "verify", "verified",
    "verification", "identity", "authenticate", "authentication", "balance", "consent",
];
/// Begins an example.
#[rustfmt::skip]
pub(super) const EXAMPLE: &[&str] = &[
    "example", "examples", "for example", "for instance", "input", "q", "user", "assistant",
    "question", "a", "answer", "customer",
];

/// Words that tell how strictly something is asked, or nothing: two sentences that differ in them alone
/// are about the same.
#[rustfmt::skip]
pub(super) const LIGHT: &[&str] = &[
    "must", "should", "may", "can", "could", "might", "shall", "will", "always", "never", "not",
    "do", "please", "you", "try", "avoid", "to", "the", "a", "an", "is", "are", "be", "prefer",
    "only", "and", "or", "any", "it", "of", "in", "under", "no", "circumstances", "refrain", "from",
    "ensure", "that", "need", "have",
];

/// Tells nothing of what a sentence is about.
#[rustfmt::skip]
pub(super) const EMPTY: &[&str] = &[
    "you", "your", "the", "and", "for", "with", "are", "able", "can", "not", "never", "must",
    "should", "may", "any", "all", "about", "from", "that", "this", "help", "questions", "question",
    "customers", "customer", "users", "user", "answer", "give", "provide", "refuse", "requests",
    "request", "into", "their", "them", "will", "always", "do",
];

/// Tells whether a word alone is a cue of strength, prohibition or exception.
pub(super) fn is_cue(word: &str) -> bool {
    [MUST, SHOULD, MAY, PROHIBITION, ABSTAIN, EXCEPTION, SENSITIVE]
        .iter()
        .any(|table| table.contains(&word))
}

/// Tells whether a word is part of a phrase that tells how strictly something is asked.
pub(super) fn is_strength(word: &str) -> bool {
    let mut phrases = [MUST, SHOULD, MAY].into_iter().flatten();
    LIGHT.contains(&word) || phrases.any(|phrase| phrase.split(' ').any(|part| part == word))
}

/// Tells whether a word means the same in capitals: a cue, the name of a form, or a call for attention.
pub(super) fn is_part(word: &str) -> bool {
    const ATTENTION: &[&str] = &["important", "note", "warning", "critical", "attention", "all"];
    let mut phrases =
        [PROHIBITION, DENIAL, EXCEPTION, FORMAT, SUBORDINATE, ABSTAIN].into_iter().flatten();
    ATTENTION.contains(&word)
        || is_strength(word)
        || phrases.any(|phrase| phrase.split(' ').any(|part| part == word))
}
