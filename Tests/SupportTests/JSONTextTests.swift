import Foundation
import Support
import TestSupport
import Testing

@Suite struct JSONTextTests {
  private func decode(_ data: Data, isJSON5: Bool = true) throws -> JSONTree {
    try JSONText.decode(
      JSONTree.self, from: data, name: "a.json5", isJSON5: isJSON5, as: "a configuration",
      remedy: "Repair it.")
  }

  /// Foundation's JSON5 parser traps on these bytes (Latin-1) when it words its error.
  @Test(arguments: [
    "{größe: 1}", "{age: {epochs: 2},\n  Stück: 1}", "// für mich\n{größe: 1}",
    "{ // größe\n age: {epochs: 2}}", "{\"faces\": \"größe\"}",
  ])
  func latin1IsRefusedWithItsLine(text: String) throws {
    let bytes = Data(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = (lines.firstIndex { $0.contains { !$0.isASCII } } ?? 0) + 1
    for isJSON5 in [true, false] {
      let error = #expect(throws: SmilestoneError.self) { try decode(bytes, isJSON5: isJSON5) }
      #expect(error?.code == .badInput)
      #expect(
        error?.message == "a.json5 is not a configuration: line \(line): the text is not UTF-8.")
      #expect(error?.remedy == "Save it as UTF-8.")
    }
  }

  @Test(arguments: [
    ("{a: [1, 2", "line 1: a bracket is never closed"),
    ("{\n a: 1]\n}", "line 2: a comma is missing"), ("{\n a: 'x\n}", "line 2: a text in"),
    ("{a: 1} /* and\n", "line 1: a comment is never closed"),
    (String(repeating: "[", count: 100_000), "nested too deep"),
    (String(repeating: "{a:", count: 100_000), "nested too deep"),
    ("{a: \0}", "a name or a value"), ("{a: 1,\n, b: 2}", "line 2"), ("{a: 1e999}", "finite"),
    ("{a: Infinity}", "no value"), ("{a: NaN}", "no value"), ("{a: -Infinity}", "finite"),
    ("0x", "64 bits"), ("0x0x", "64 bits"), ("{a: 0x1FFFFFFFFFFFFFFFF}", "64 bits"),
    ("{a: 01}", "finite"), ("{a: 1 b: 2}", "a comma is missing"), ("{a 1}", "a colon is missing"),
    ("{a: 1, 'a': 2}", "stands twice"), ("'\\ud800'", "half of a character"),
    ("'\\ud800\\u0041'", "half of a character"), ("'\\x4'", "no character's code"),
    ("{a: one}", "“one” is no value"), ("1 2", "follows the end"), ("", "missing at the end"),
    ("[1, /]", "“/” stands"),
  ])
  func brokenJSON5IsRefusedWithItsLine(text: String, reason: String) {
    let error = #expect(throws: SmilestoneError.self) { try decode(Data(text.utf8)) }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains(": line ") == true)
  }

  /// The example of json5.org, and what else the specification allows.
  @Test func json5IsReadAsItsSpecificationSays() throws {
    let text = """
      \u{FEFF}// comments
      {
        unquoted: 'and you can quote me on that',
        singleQuotes: 'I can use "double quotes" here',
        lineBreaks: "Look, Mom! \\
      No \\\\n's!",
        hexadecimal: 0xdecaf, negativeHexadecimal: -0x10,
        leadingDecimalPoint: .8675309, andTrailing: 8675309., exponent: 5.e-1,
        positiveSign: +1, trailingComma: 'in objects', andIn: ['arrays',],
        "backwardsCompatible": "with JSON", /* ] */ $_größe: null, \\u0061bc: true,
        escapes: '\\x41\\u00e9\\ud83d\\ude00\\n\\0\\q', large: 18446744073709551615,
        larger: 1267650600228229401496703205376, small: -9223372036854775808,
      }
      """
    let expected: [String: JSONTree] = [
      "unquoted": .string("and you can quote me on that"),
      "singleQuotes": .string("I can use \"double quotes\" here"),
      "lineBreaks": .string("Look, Mom! No \\n's!"), "hexadecimal": .integer(0xdecaf),
      "negativeHexadecimal": .integer(-16), "leadingDecimalPoint": .number(0.8675309),
      "andTrailing": .number(8_675_309), "exponent": .number(0.5), "positiveSign": .integer(1),
      "trailingComma": .string("in objects"), "andIn": .array([.string("arrays")]),
      "backwardsCompatible": .string("with JSON"), "$_größe": .null, "abc": .boolean(true),
      "escapes": .string("Aé😀\n\0q"), "large": .unsigned(.max),
      "larger": .number(0x1p100), "small": .integer(.min),
    ]
    let tree = try decode(Data(text.utf8))
    guard case .object(let entries) = tree else {
      Issue.record("no object")
      return
    }
    for (key, value) in expected { #expect(entries[key] == value, "\(key)") }
    #expect(entries.count == expected.count)
  }

  @Test(arguments: [
    (#"{"a": [1, 2"#, "line 1: a bracket is never closed"),
    ("{\n \"a\": 1]\n}", "line 2: a closing bracket does not match"),
    ("{\n \"a\": \"x\n}", "line 2: a text in"), ("{\"a\": \0}", "code 0"),
    (String(repeating: "[", count: 100_000), "nested too deep"),
    (String(repeating: "{\"a\":", count: 100_000), "nested too deep"),
    ("{\"a\": 1,, \"b\": 2}", "it is not JSON"), ("{a: 1}", "it is not JSON"),
    ("{\"a\": 1e999}", "a.json5"),
  ])
  func brokenJSONIsRefused(text: String, reason: String) {
    let error = #expect(throws: SmilestoneError.self) {
      try decode(Data(text.utf8), isJSON5: false)
    }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test func objectsAreCounted() {
    let text = Data("[{}, {\"a\": \"{{{\"}]".utf8)
    #expect(JSONText.flaw(in: text, maximumObjects: 2) == nil)
    #expect(JSONText.flaw(in: text, maximumObjects: 1)?.reason.contains("1 objects") == true)
  }

  @Test func aWrongFieldIsNamed() {
    let error = #expect(throws: SmilestoneError.self) {
      try JSONText.decode(
        [String: [Int]].self, from: Data(#"{"a": [1, "x"]}"#.utf8), name: "a.json",
        as: "a list", remedy: "")
    }
    #expect(error?.message.contains("the field a[1] has a value of the wrong kind") == true)
  }
}

@Suite struct FormerNamesTests {
  private let names = FormerNames(["size": "imageSize", "decay": "emaDecay"])

  @Test func namesArePresentOnesAtEveryDepth() throws {
    let tree = try JSONTree(json5: Data("{size: 3, list: [{decay: 1}, 2], part: {size: 4}}".utf8))
    let expected = try JSONTree(
      json5: Data("{imageSize: 3, list: [{emaDecay: 1}, 2], part: {imageSize: 4}}".utf8))
    #expect(names.renamed(tree) == expected)
    #expect(names.notes(on: tree) == ["size is now called imageSize"])
  }

  @Test func thePresentNameHoldsWhereBothAreThere() throws {
    let tree = try JSONTree(json5: Data("{size: 3, imageSize: 4}".utf8))
    #expect(names.renamed(tree) == .object(["imageSize": .integer(4)]))
  }
}
