import Foundation
import TestSupport
import Testing

/// What the program does with streams and places that cannot be written, and with signals.
@Suite struct StreamTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name).path }

  /// Runs a line of a shell, in which $S is the program and the folder is the current one.
  private func shell(_ line: String) throws -> Program.Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(["S": Program.url.path]) {
      $1
    }
    return try Program.finish(process)
  }

  @Test func messagesThatCannotBeWrittenEndNothing() throws {
    for stream in ["2>/dev/full", "2>&-"] {
      // Two messages that fail: the list of options is a usage error.
      #expect(try shell("$S explore missing.csv --out x \(stream)").status == 3)
      let drawn = try shell("$S synth --out synthetic --subjects 4 --images 1 --size 24 \(stream)")
      #expect(drawn.status == 0)
      #expect(drawn.output.contains("4 faces"))
    }
  }

  /// With standard error closed, the first file to be opened would get its descriptor.
  @Test func messagesDoNotEndInFiles() throws {
    try folder.write("image,age\na.png,4\n", to: "m.csv")
    let command = "$S synth --out synthetic --subjects 4 --images 1 --size 24 >&- 2>&- <&-"
    #expect(try shell(command).status == 0)
    let manifest = try String(contentsOf: folder.file("synthetic/manifest.csv"), encoding: .utf8)
    #expect(manifest.split(separator: "\n").count == 5)
    #expect(try shell("$S stratify m.csv --out out.csv >&- 2>&- <&-").status == 0)
    let text = try String(contentsOf: folder.file("out.csv"), encoding: .utf8)
    #expect(text.hasPrefix("image,"))
    #expect(text.split(separator: "\n").count == 2)
  }

  @Test func resultsThatCannotBePrintedAreAnError() throws {
    try folder.write("image,age\na.png,4\n", to: "m.csv")
    for command in ["stratify m.csv --out x.csv --json", "stratify m.csv --out x.csv", "--help"] {
      let outcome = try shell("$S \(command) > /dev/full")
      #expect(outcome.status == 1, "\(command)")
      #expect(
        outcome.errors.contains("standard output: No space left on device"), "\(outcome.errors)")
    }
  }

  @Test func aReaderThatStopsEndsTheProgramAsEver() throws {
    let outcome = try shell("{ $S --help; echo $? >status; } | true; cat status")
    #expect(["0", "141"].contains(outcome.output.trimmingCharacters(in: .newlines)))
    #expect(outcome.errors.isEmpty)
  }

  @Test func outputGoesThroughLinksAndIntoNothingElse() throws {
    try folder.write("image,age\na.png,4\n", to: "m.csv")
    let line = "ln -s real.csv link.csv; echo old > real.csv; $S stratify m.csv --out link.csv"
    #expect(try shell(line).status == 0)
    #expect(try shell("test -h link.csv && cat real.csv").output.hasPrefix("image,"))
    for (place, kind) in [
      ("/dev/stdout", "open already"), ("/dev/null", "a device"), ("pipe", "a pipe"),
      ("-", "files alone"), (".", "a folder"),
    ] {
      let outcome = try shell(
        "mkfifo pipe; $S stratify missing.csv --out \(place) 2>&1 | tail -n 1")
      #expect(outcome.output.contains(kind), "\(outcome.output)")
    }
    #expect(try shell("$S synth --out m.csv 2>&1").output.contains("a folder is written here"))
    #expect(try shell("test -c /dev/null && test -h /dev/stdout && test -p pipe").status == 0)
  }

  /// The shell's 143, 130 and 129 stand for these signals.
  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func aSignalEndsOtherWorkWithAMessage(number: Int32) throws {
    let process = Program.process([
      "synth", "--out", path("synthetic"), "--subjects", "100000", "--images", "4",
    ])
    let errors = try folder.write("", to: "errors")
    process.standardError = try FileHandle(forWritingTo: errors)
    try Program.start(process, pausingAfter: "synthetic/images/000000-0.png")
    Program.end(process, by: number)
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == number)
    let text = try String(contentsOf: errors, encoding: .utf8)
    #expect(text.contains("smilestone: stopped by a signal"), "\(text)")
  }

  /// With hardly more memory than it takes to load the program.
  @Test func wantOfMemoryIsAMessage() throws {
    let rows = (0..<200_000).map { "image-\($0).png,\($0 % 80),person-\($0)\n" }
    try folder.write("image,age,subject\n\(rows.joined())", to: "m.csv")
    let outcome = try shell(
      """
      limit=400000
      until (ulimit -v $limit; $S --version) >/dev/null 2>&1; do limit=$((limit + 20000)); done
      ulimit -v $limit; $S stratify m.csv --out out.csv
      """)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("not enough memory"), "\(outcome.errors)")
  }

  @Test func nohupIsHonoured() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/nohup")
    process.arguments = [
      Program.url.path, "synth", "--out", path("synthetic"), "--subjects", "4", "--images", "1",
    ]
    try Program.start(process, pausingAfter: "synthetic/manifest.csv")
    Program.end(process, by: SIGHUP)
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
  }
}
