/// What is wrong with a part of a weights file, as the end of a sentence about it: "has an
/// impossible shape". `WeightsFile` completes the sentence.
struct WeightsError: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

/// Does `body`, and says of what part a flaw in it is.
func naming<Result>(_ part: @autoclosure () -> String, _ body: () throws -> Result) throws -> Result
{
  do {
    return try body()
  } catch let flaw as WeightsError {
    throw WeightsError("\(part()) \(flaw.reason)")
  }
}

/// A name from a file, fit for a message: short and printable.
func shown(_ name: String) -> String {
  let printable = name.prefix(80).unicodeScalars.map {
    $0.properties.generalCategory == .control ? "?" : String($0)
  }
  return "“\(printable.joined())\(name.count > 80 ? "…" : "")”"
}
