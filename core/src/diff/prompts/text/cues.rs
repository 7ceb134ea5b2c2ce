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
    "as far as possible", "try not to", "refrain from", "consider",
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
    "never", "must not", "do not", "can not", "may not", "should not", "shall not", "will not",
    "not allowed to", "not permitted to", "are not to", "refuse", "decline", "reject",
    "refrain from", "avoid", "forbidden", "prohibited", "under no circumstances", "at no time",
    "in no case", "not allowed", "off limits", "try not to", "need not to", "stay away from",
    "no longer", "discouraged", "cease", "stop", "must never", "should never",
];
/// Looks like a prohibition and is none.
#[rustfmt::skip]
pub(super) const NO_PROHIBITION: &[&str] = &[
    "do not hesitate", "not only", "do not forget to", "never forget to", "do not fail to",
    "never fail to", "not necessarily", "no need to", "do not need to", "do not have to",
    "do not worry", "need not", "do not stop", "never stop",
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
    "unless", "except", "other than", "apart from", "only if", "with the exception", "aside from",
    "but may", "but you may", "but can", "besides",
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
    "consider", "retry",
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
    "your instructions", "these instructions", "these rules", "legal",
];
/// Begins an example.
#[rustfmt::skip]
pub(super) const EXAMPLE: &[&str] = &[
    "example", "examples", "for example", "for instance", "input", "q", "user", "assistant",
    "question", "a", "answer", "customer",
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
    [MUST, SHOULD, MAY, PROHIBITION, EXCEPTION, SENSITIVE].iter().any(|table| table.contains(&word))
}
