//! The functions of the language, how many arguments each takes, and what it reads.

use super::ReadKind;

/// What a function is for, as its documentation groups them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FunctionKind {
    /// Texts.
    String,
    /// Lists, and what has a length.
    Collection,
    /// Comparisons and conditions.
    Logical,
    /// From one type to another.
    Conversion,
    /// Numbers.
    Math,
    /// Dates and times.
    Date,
    /// What the flow around it holds.
    Workflow,
    /// Addresses.
    Uri,
    /// Objects, JSON and XML.
    Json,
}

/// A function of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Function {
    /// Its name as the documentation writes it; compared without regard to case.
    pub name: &'static str,
    /// What it is for.
    pub kind: FunctionKind,
    /// The fewest arguments that it takes.
    pub least: usize,
    /// The most arguments that it takes; `None` where there is no limit.
    pub most: Option<usize>,
    /// What it reads of the flow around it; `None` for functions that calculate only.
    pub reads: Option<ReadKind>,
}

/// Every function, sorted by name without regard to case.
///
/// From the reference of expression functions, from the designer's own list (`FunctionGroupDefinitions` in Azure/LogicAppsUX: `utf8Length`,
/// an optional argument of `result`), and from what real flows use beside both (`actionOutputs`, an older form of `outputs`;
/// `createArray()` for an empty array). Where the sources differ, the wider range holds.
///
/// <https://learn.microsoft.com/azure/logic-apps/expression-functions-reference>
pub static FUNCTIONS: &[Function] = LIST;

const LIST: &[Function] = &[
    of("action", FunctionKind::Workflow, 0, Some(0)).reading(ReadKind::ThisAction),
    of("actionBody", FunctionKind::Workflow, 1, Some(1)).reading(ReadKind::Action),
    of("actionOutputs", FunctionKind::Workflow, 1, Some(1)).reading(ReadKind::Action),
    of("actions", FunctionKind::Workflow, 1, Some(1)).reading(ReadKind::Action),
    of("add", FunctionKind::Math, 2, Some(2)),
    of("addDays", FunctionKind::Date, 2, Some(3)),
    of("addHours", FunctionKind::Date, 2, Some(3)),
    of("addMinutes", FunctionKind::Date, 2, Some(3)),
    of("addProperty", FunctionKind::Json, 3, Some(3)),
    of("addSeconds", FunctionKind::Date, 2, Some(3)),
    of("addToTime", FunctionKind::Date, 3, Some(4)),
    of("and", FunctionKind::Logical, 1, None),
    of("array", FunctionKind::Conversion, 1, Some(1)),
    of("base64", FunctionKind::Conversion, 1, Some(1)),
    of("base64ToBinary", FunctionKind::Conversion, 1, Some(1)),
    of("base64ToString", FunctionKind::Conversion, 1, Some(1)),
    of("binary", FunctionKind::Conversion, 1, Some(1)),
    of("body", FunctionKind::Workflow, 1, Some(1)).reading(ReadKind::Action),
    of("bool", FunctionKind::Conversion, 1, Some(1)),
    of("chunk", FunctionKind::String, 2, Some(2)),
    of("coalesce", FunctionKind::Json, 1, None),
    of("concat", FunctionKind::String, 1, None),
    of("contains", FunctionKind::Collection, 2, Some(2)),
    of("convertFromUtc", FunctionKind::Date, 2, Some(3)),
    of("convertTimeZone", FunctionKind::Date, 3, Some(4)),
    of("convertToUtc", FunctionKind::Date, 2, Some(3)),
    of("createArray", FunctionKind::Conversion, 0, None),
    of("dataUri", FunctionKind::Conversion, 1, Some(1)),
    of("dataUriToBinary", FunctionKind::Conversion, 1, Some(1)),
    of("dataUriToString", FunctionKind::Conversion, 1, Some(1)),
    of("dateDifference", FunctionKind::Date, 2, Some(2)),
    of("dayOfMonth", FunctionKind::Date, 1, Some(1)),
    of("dayOfWeek", FunctionKind::Date, 1, Some(1)),
    of("dayOfYear", FunctionKind::Date, 1, Some(1)),
    of("decimal", FunctionKind::Conversion, 1, Some(1)),
    of("decodeBase64", FunctionKind::Conversion, 1, Some(1)),
    of("decodeDataUri", FunctionKind::Conversion, 1, Some(1)),
    of("decodeUriComponent", FunctionKind::Conversion, 1, Some(1)),
    of("div", FunctionKind::Math, 2, Some(2)),
    of("empty", FunctionKind::Collection, 1, Some(1)),
    of("encodeUriComponent", FunctionKind::Conversion, 1, Some(1)),
    of("endsWith", FunctionKind::String, 2, Some(2)),
    of("equals", FunctionKind::Logical, 2, Some(2)),
    of("first", FunctionKind::Collection, 1, Some(1)),
    of("float", FunctionKind::Conversion, 1, Some(2)),
    of("formatDateTime", FunctionKind::Date, 1, Some(3)),
    of("formatNumber", FunctionKind::String, 2, Some(3)),
    of("formDataMultiValues", FunctionKind::Workflow, 2, Some(2)).reading(ReadKind::Action),
    of("formDataValue", FunctionKind::Workflow, 2, Some(2)).reading(ReadKind::Action),
    of("getFutureTime", FunctionKind::Date, 2, Some(3)),
    of("getPastTime", FunctionKind::Date, 2, Some(3)),
    of("greater", FunctionKind::Logical, 2, Some(2)),
    of("greaterOrEquals", FunctionKind::Logical, 2, Some(2)),
    of("guid", FunctionKind::String, 0, Some(1)),
    of("if", FunctionKind::Logical, 3, Some(3)),
    of("indexOf", FunctionKind::String, 2, Some(2)),
    of("int", FunctionKind::Conversion, 1, Some(1)),
    of("intersection", FunctionKind::Collection, 1, None),
    of("isFloat", FunctionKind::String, 1, Some(2)),
    of("isInt", FunctionKind::String, 1, Some(1)),
    of("item", FunctionKind::Collection, 0, Some(0)).reading(ReadKind::Item),
    of("items", FunctionKind::Collection, 1, Some(1)).reading(ReadKind::Loop),
    of("iterationIndexes", FunctionKind::Workflow, 1, Some(1)).reading(ReadKind::Loop),
    of("join", FunctionKind::Collection, 2, Some(2)),
    of("json", FunctionKind::Conversion, 1, Some(1)),
    of("last", FunctionKind::Collection, 1, Some(1)),
    of("lastIndexOf", FunctionKind::String, 2, Some(2)),
    of("length", FunctionKind::String, 1, Some(1)),
    of("less", FunctionKind::Logical, 2, Some(2)),
    of("lessOrEquals", FunctionKind::Logical, 2, Some(2)),
    of("listCallbackUrl", FunctionKind::Workflow, 0, Some(0)),
    of("max", FunctionKind::Math, 1, None),
    of("min", FunctionKind::Math, 1, None),
    of("mod", FunctionKind::Math, 2, Some(2)),
    of("mul", FunctionKind::Math, 2, Some(2)),
    of("multipartBody", FunctionKind::Workflow, 2, Some(2)).reading(ReadKind::Action),
    of("not", FunctionKind::Logical, 1, Some(1)),
    of("nthIndexOf", FunctionKind::String, 3, Some(3)),
    of("or", FunctionKind::Logical, 1, None),
    of("outputs", FunctionKind::Workflow, 1, Some(1)).reading(ReadKind::Action),
    of("parameters", FunctionKind::Workflow, 1, Some(1)).reading(ReadKind::Parameter),
    of("parseDateTime", FunctionKind::Date, 1, Some(3)),
    of("rand", FunctionKind::Math, 2, Some(2)),
    of("range", FunctionKind::Math, 2, Some(2)),
    of("removeProperty", FunctionKind::Json, 2, Some(2)),
    of("replace", FunctionKind::String, 3, Some(3)),
    of("result", FunctionKind::Workflow, 0, Some(1)).reading(ReadKind::Action),
    of("reverse", FunctionKind::Collection, 1, Some(1)),
    of("setProperty", FunctionKind::Json, 3, Some(3)),
    of("skip", FunctionKind::Collection, 2, Some(2)),
    of("slice", FunctionKind::String, 2, Some(3)),
    of("sort", FunctionKind::Collection, 1, Some(2)),
    of("split", FunctionKind::String, 2, Some(2)),
    of("startOfDay", FunctionKind::Date, 1, Some(2)),
    of("startOfHour", FunctionKind::Date, 1, Some(2)),
    of("startOfMonth", FunctionKind::Date, 1, Some(2)),
    of("startsWith", FunctionKind::String, 2, Some(2)),
    of("string", FunctionKind::Conversion, 1, Some(1)),
    of("sub", FunctionKind::Math, 2, Some(2)),
    of("substring", FunctionKind::String, 2, Some(3)),
    of("subtractFromTime", FunctionKind::Date, 3, Some(4)),
    of("take", FunctionKind::Collection, 2, Some(2)),
    of("ticks", FunctionKind::Date, 1, Some(1)),
    of("toLower", FunctionKind::String, 1, Some(1)),
    of("toUpper", FunctionKind::String, 1, Some(1)),
    of("trigger", FunctionKind::Workflow, 0, Some(0)).reading(ReadKind::Trigger),
    of("triggerBody", FunctionKind::Workflow, 0, Some(0)).reading(ReadKind::Trigger),
    of("triggerFormDataMultiValues", FunctionKind::Workflow, 1, Some(1)).reading(ReadKind::Trigger),
    of("triggerFormDataValue", FunctionKind::Workflow, 1, Some(1)).reading(ReadKind::Trigger),
    of("triggerMultipartBody", FunctionKind::Workflow, 1, Some(1)).reading(ReadKind::Trigger),
    of("triggerOutputs", FunctionKind::Workflow, 0, Some(0)).reading(ReadKind::Trigger),
    of("triggers", FunctionKind::Workflow, 0, Some(1)).reading(ReadKind::Trigger),
    of("trim", FunctionKind::String, 1, Some(1)),
    of("union", FunctionKind::Collection, 1, None),
    of("uriComponent", FunctionKind::Conversion, 1, Some(1)),
    of("uriComponentToBinary", FunctionKind::Conversion, 1, Some(1)),
    of("uriComponentToString", FunctionKind::Conversion, 1, Some(1)),
    of("uriHost", FunctionKind::Uri, 1, Some(1)),
    of("uriPath", FunctionKind::Uri, 1, Some(1)),
    of("uriPathAndQuery", FunctionKind::Uri, 1, Some(1)),
    of("uriPort", FunctionKind::Uri, 1, Some(1)),
    of("uriQuery", FunctionKind::Uri, 1, Some(1)),
    of("uriScheme", FunctionKind::Uri, 1, Some(1)),
    of("utcNow", FunctionKind::Date, 0, Some(1)),
    of("utf16Length", FunctionKind::Conversion, 1, Some(1)),
    of("utf8Length", FunctionKind::Conversion, 1, Some(1)),
    of("variables", FunctionKind::Workflow, 1, Some(1)).reading(ReadKind::Variable),
    of("workflow", FunctionKind::Workflow, 0, Some(0)),
    of("xml", FunctionKind::Conversion, 1, Some(1)),
    of("xpath", FunctionKind::Json, 2, Some(2)),
];

const fn of(name: &'static str, kind: FunctionKind, least: usize, most: Option<usize>) -> Function {
    Function { name, kind, least, most, reads: None }
}

/// Where the functions of each letter begin in the list, and last where it ends.
const BY_LETTER: [u8; 27] = {
    let mut starts = [0; 27];
    let mut at = 0;
    while at < LIST.len() {
        let letter = (LIST[at].name.as_bytes()[0] - b'a') as usize;
        let mut later = letter + 1;
        while later < starts.len() {
            starts[later] += 1;
            later += 1;
        }
        at += 1;
    }
    starts
};

/// The function of this name, without regard to case; `None` where the language has none.
#[must_use]
pub fn function(name: &str) -> Option<&'static Function> {
    let letter = name.bytes().next()?.to_ascii_lowercase().checked_sub(b'a').map(usize::from)?;
    let (from, to) = (*BY_LETTER.get(letter)?, *BY_LETTER.get(letter + 1)?);
    let mut same_letter = LIST.get(usize::from(from)..usize::from(to))?.iter();
    same_letter.find(|function| function.name.len() == name.len() && function.name.eq_ignore_ascii_case(name))
}

impl Function {
    /// The same, which reads something of the flow.
    const fn reading(self, what: ReadKind) -> Self {
        Self { reads: Some(what), ..self }
    }

    /// Whether it may be called with so many arguments.
    #[must_use]
    pub fn takes(&self, arguments: usize) -> bool {
        arguments >= self.least && self.most.is_none_or(|most| arguments <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_is_found_by_its_name() {
        for known in FUNCTIONS {
            assert_eq!(function(&known.name.to_uppercase()), Some(known));
            assert!(known.most.is_none_or(|most| most >= known.least), "{}", known.name);
        }
        assert_eq!(function("concatenate"), None);
        assert_eq!(function(""), None);
    }
}
