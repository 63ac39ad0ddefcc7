import Foundation
import Report
import Support
import TestSupport
import Testing

/// The page's BibTeX, CITATION.cff and LICENSE speak of one thing.
@Suite struct CitationTests {
  private func text(_ name: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
  }

  private func field(_ name: String, of citation: String) throws -> Set<String> {
    Set(
      citation.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { $0.hasPrefix("\(name): ") }
        .map {
          $0.dropFirst(name.count + 2).trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        })
  }

  @Test func titleAuthorVersionAndYearAreTheSameEverywhere() throws {
    let citation = try text("CITATION.cff")
    let title = try field("title", of: citation)
    let year = try field("year", of: citation)
    let author = try field("- name", of: citation)
    let version = try field("version", of: citation)
    #expect(title.count == 1 && year.count == 1 && author.count == 1 && version.count == 1)
    var input = try Demo.input()
    input.programVersion = version.first
    let paper = try Page(input).section("paper")
    let entry = try #require(
      paper.text.firstMatch(of: #/@software\{smilestone,(.*?)\n\}/#.dotMatchesNewlines()))
    let bibTeX = entry.output.1.replacing("&#39;", with: "'").filter { !"{}".contains($0) }
    #expect(bibTeX.contains("title = \(try #require(title.first)),"), "\(bibTeX)")
    #expect(bibTeX.contains("author = \(try #require(author.first)),"), "\(bibTeX)")
    #expect(bibTeX.contains("version = \(try #require(version.first)),"), "\(bibTeX)")
    #expect(bibTeX.contains("year = \(try #require(year.first)),"), "\(bibTeX)")
    #expect(try text("LICENSE").contains("Copyright (c) \(try #require(year.first)) "))
  }

  @Test func whatTheRunUsedIsCited() throws {
    var input = try Demo.input()
    input.references = [Reference("misc", "somebody2020", ["title": "{A} <title>"])]
    let paper = try Page(input).section("paper")
    #expect(paper.contains("@misc{somebody2020,\n  title = {{A} &lt;title&gt;}\n}"))
    #expect(!paper.contains("@inproceedings{he2016deep"))
  }

  /// The version of Citation File Format 1.2.0, whose required keys are there.
  @Test func theCitationFileHasWhatItsFormatRequires() throws {
    let citation = try text("CITATION.cff")
    for key in ["cff-version: 1.2.0", "message: ", "title: ", "authors:", "license: MIT"] {
      #expect(citation.contains("\n\(key)") || citation.hasPrefix(key), "\(key)")
    }
    #expect(!citation.contains("doi:") && !citation.contains("http"))
  }
}
