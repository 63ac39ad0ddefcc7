import Foundation
import TestSupport
import Testing

@Suite struct UsageTests {
  /// What the program's overview lists; empty where it has none, which `theOverviewIsComplete` finds.
  static let commands: [String] = {
    let overview = (try? Program.run("--help"))?.output ?? ""
    let list = overview.split(separator: "\nCommands:\n").last ?? ""
    return list.matches(of: #/^  (\w+(?: \w+)?)  +\S/#.anchorsMatchLineEndings()).map {
      String($0.output.1)
    }
  }()

  @Test(arguments: commands) func everyCommandHasHelpWithExamples(command: String) throws {
    let words = command.split(separator: " ").map(String.init) + ["--help"]
    let outcome = try Program.finish(Program.process(words))
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Usage: smilestone \(command)"))
    #expect(outcome.output.contains("Examples:\n  smilestone \(command)"))
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 110 })
  }

  @Test(arguments: [
    ("training", "learningRate"), ("study", "data.synthetic.transition.ageInYears"),
    ("synthetic", "nuisanceStrength"), ("expression", "gateThreshold"),
  ])
  func settingsOfEveryKindAreListed(kind: String, name: String) throws {
    let outcome = try Program.run("settings", kind)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("\n\(name): "), "\(outcome.output)")
  }

  /// Every command that the sources define is in the overview.
  @Test func theOverviewIsComplete() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/smilestone")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    let names = try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
      try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        .matches(of: #/= Command\(\s*name: "([^"]+)"/#).map { String($0.output.1) }
    }
    #expect(names.contains("study") && names.contains("matrix"))
    #expect(names.sorted() == UsageTests.commands.sorted())
  }

  @Test(arguments: [
    (["studdy"], "Did you mean “study”?"), (["age"], "age train"),
    (["study", "--ouut", "x"], "Did you mean --out?"), (["study"], "needs --out"),
    (["study", "--out"], "needs a value"), (["study", "--out", "a", "--out", "b"], "given twice"),
    (["study", "--out", "a", "--preset", "best"], "synthetic, open, scratch, paper"),
    (["study", "--out", "a", "--epochs", "none"], "--epochs none"),
    (["study", "--out", "a", "--preset", "open"], "--faces"),
    (["study", "--out", "a", "--set", "age.speed=1"], "age.speed"),
    (["study", "--out", "a", "--appearance", "b"], "of synthetic faces it is known"),
    (["synth", "extra", "--out", "a"], "Unexpected “extra”"),
    (["synth", "--out", "a", "--set", "raters=0"], "The setting raters is out of range"),
    (["synth", "--out", "a", "--set", "rater=2"], "Did you mean “raters”?"),
    (["settings", "studies"], "study"),
    (["stratify", "--out", "a"], "needs MANIFEST"),
    (["manifest", "a", "--dataset", "tiff", "--out", "b"], "utkface"),
    (["manifest", "a", "--dataset", "utkface", "--labels", "c", "--out", "b"], "for affectnet"),
    (["manifest", "a", "--dataset", "csv", "--column", "image", "--out", "b"], "TARGET=NAME"),
    (["faces", "a", "--out", "b", "--select", "best"], "largest, central"),
    (["train", "a", "--out", "b", "--grey", "--colour"], "cannot go together"),
    (["tune", "a", "--out", "b", "--trials", "3"], "--strategy random"),
    (["tune", "a", "--out", "b", "--search", "dropout=0..1"], "A grid needs choices"),
    (
      ["tune", "a", "--out", "b", "--search", "speed=1,2"], "--search speed=1: there is no setting"
    ),
    (["explore", "/tmp", "--out", "b"], "`smilestone start /tmp` says what is in it"),
    (["manifest", "check", "/tmp"], "/tmp is a folder"),
    (["train", "a", "--out", "b", "--set", "optimiser=lion"], "It may be: adam, adamw, sgd"),
    (["tune", "a", "--out", "b", "--search", "dropout=0,7"], "dropout is out of range"),
    (["tune", "a", "--out", "b", "--search", "epochs=1,2"], "Use --epochs"),
    (["evaluate", "a", "--out", "b"], "needs --model, --predictions or --from-table"),
    (["evaluate", "--model", "a", "--from-table", "b"], "cannot go together"),
    (["evaluate", "--model", "a", "--out", "b"], "needs MANIFEST"),
    (["evaluate", "--predictions", "a"], "needs --out"),
    (["evaluate", "--predictions", "a", "--out", "b", "--age-error"], "needs MANIFEST"),
    (["evaluate", "--predictions", "a", "--out", "b", "--representation"], "inspects models"),
    (["evaluate", "m.csv", "--from-table", "published"], "reads no manifest"),
    (["evaluate", "--from-table", "published", "--sizes", "50,many"], "“many” is not a number"),
    (["evaluate", "--from-table", "published", "--sizes", "90,50"], "that ascend"),
    (["evaluate", "--predictions", "a", "--out", "b", "--replicates", "0"], "--replicates 0"),
  ])
  func wrongUsageIsExplained(words: [String], explanation: String) throws {
    let outcome = try Program.finish(Program.process(words))
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(explanation), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    (["help", "study"], "--age-faces"), (["age", "--help"], "age predict"), (["help"], "doctor"),
    (["help", "age", "train"], "--epochs"), (["version"], "smilestone "),
  ])
  func helpIsFound(words: [String], part: String) throws {
    let outcome = try Program.finish(Program.process(words))
    #expect(outcome.status == 0 && outcome.output.contains(part), "\(outcome.errors)")
  }

  @Test(arguments: [
    (["stratify", "a", "--out", "b", "--agegroups", "2"], "Did you mean --age-groups?"),
    (["train", "a", "--out", "b", "--set", "dropuot=0.2"], "Did you mean “dropout”?"),
    (["study", "--out", "b", "--preset", "papper"], "Did you mean “paper”?"),
  ])
  func theNearestNameIsOffered(words: [String], part: String) throws {
    let outcome = try Program.finish(Program.process(words))
    #expect(outcome.status == 2 && outcome.errors.contains(part), "\(outcome.errors)")
  }

  @Test func publishedClaimsAreJudgedWithoutAnyFile() throws {
    let outcome = try Program.run("evaluate", "--from-table", "published", "--sizes", "50,2000")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("linear decline *"))
    #expect(outcome.output.contains("n = 2000"))
  }

  /// Nothing that the program does without is called missing.
  @Test func doctorCallsOnlyMissingWhatIsNeeded() throws {
    let outcome = try Program.run("doctor")
    let states = outcome.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }
      .map { $0.prefix { $0 != " " } }
    #expect(Set(states).isSubset(of: ["ok", "optional", "missing"]))
    #expect(states.contains("missing") == (outcome.status != 0), "\(outcome.output)")
    #expect(outcome.output.contains(#/(?:ok      |optional) GPU: /#))
  }

  @Test func doctorNamesEveryPart() throws {
    let outcome = try Program.run("doctor", "--json")
    for part in [
      "libtorch", "image libraries", "chart library", "figure renderer", "GPU",
      "weights to start from",
    ] {
      #expect(outcome.output.contains("\"name\" : \"\(part)\""))
    }
  }
}
