import Foundation
import Testing

/// What documents tell people to type is what the program understands.
@Suite struct DocumentedCommandTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The documents that a newcomer copies commands from.
  private static let pages = [
    "README.md", "docs/own-data.md", "docs/tutorial.md", "docs/faq.md", "docs/datasets.md",
    "docs/models.md", "docs/ethics.md", "docs/reading-the-report.md", "docs/report.md",
  ]

  /// The command lines of a page's blocks of code and of its inline code.
  private static func commandLines(_ page: String) throws -> [String] {
    let text = try String(contentsOf: root.appendingPathComponent(page), encoding: .utf8)
    let start = #/(?:^|[`$ ])(?:\.build/release/)?smilestone ([a-z][^`\n#…]*)/#
      .anchorsMatchLineEndings()
    return text.replacing("\\\n", with: " ").matches(of: start).map { String($0.1) }
  }

  @Test(arguments: pages) func commandsAndOptionsExist(page: String) throws {
    let lines = try DocumentedCommandTests.commandLines(page)
    #expect(!lines.isEmpty)
    for line in lines {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      let command = try #require(
        DocumentedCommandTests.command(words), "\(page): smilestone \(line)")
      let help = DocumentedCommandTests.helps[command] ?? ""
      for option in words.filter({ $0.hasPrefix("--") }) {
        let name = option.prefix { $0.isLetter || $0 == "-" }
        #expect(
          name == "--help" || help.contains("\n  \(name) ") || help.contains("\n  \(name)\n"),
          "\(page): smilestone \(line): \(name)")
      }
    }
  }

  /// The command that words begin with: "age train"; nil for none. Those that every program has count.
  private static func command(_ words: [String]) -> String? {
    [words.prefix(2), words.prefix(1)].map { $0.joined(separator: " ") }.first {
      helps[$0] != nil
    }
  }

  private static let helps: [String: String] = {
    var helps = ["help": "", "version": ""]
    for command in UsageTests.commands {
      helps[command] =
        (try? Program.finish(
          Program.process(["help"] + command.split(separator: " ").map(String.init))))?.output
    }
    return helps
  }()
}
