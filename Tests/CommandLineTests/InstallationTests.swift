import Foundation
import TestSupport
import Testing

/// What an installed program brings along: completions, the manual page, its version.
@Suite struct InstallationTests {
  private static func has(_ program: String) -> Bool {
    ["/bin", "/usr/bin", "/usr/local/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }

  private func run(_ words: String..., in folder: TemporaryFolder) throws -> Program.Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = folder.url
    return try Program.finish(process)
  }

  /// The script of a shell, as a file.
  private func completions(_ shell: String, in folder: TemporaryFolder) throws -> String {
    let outcome = try Program.run("completions", shell)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try folder.write(outcome.output, to: "completions").path
  }

  /// What bash offers for the last word, which is still open.
  private func bash(_ words: [String], in folder: TemporaryFolder) throws -> [String] {
    let file = try completions("bash", in: folder)
    let script = """
      set -u; source \(file); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _smilestone
      ((${#COMPREPLY[@]})) && printf '%s\\n' "${COMPREPLY[@]}"; true
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["bash", "-c", script, "bash", "smilestone"] + words
    process.currentDirectoryURL = folder.url
    let outcome = try Program.finish(process)
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").map(String.init)
  }

  @Test func bashCompletesCommandsOptionsAndValues() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "faces.csv")
    try folder.write("", to: "runs/a")
    #expect(try bash(["stu"], in: folder) == ["study"])
    #expect(try bash(["age", "tr"], in: folder) == ["train"])
    #expect(try bash(["manifest", "jo"], in: folder).contains("join"))
    #expect(try bash(["study", "--pre"], in: folder) == ["--preset"])
    #expect(try bash(["study", "--preset", "pa"], in: folder) == ["paper"])
    #expect(try bash(["study", "--out", ""], in: folder) == ["runs"])
    #expect(try bash(["study", "--seed", ""], in: folder).isEmpty)
    #expect(try bash(["train", "fac"], in: folder) == ["faces.csv"])
    #expect(try bash(["help", "strat"], in: folder) == ["stratify"])
  }

  @Test(.enabled(if: has("fish"))) func fishCompletesCommandsOptionsAndValues() throws {
    let folder = try TemporaryFolder()
    let file = try completions("fish", in: folder)
    for (line, part) in [
      ("stu", "study\t"), ("age tr", "train\t"), ("study --pre", "--preset\t"),
      ("study --preset pa", "paper\t"), ("weights export --form", "--format\t"),
    ] {
      let outcome = try run(
        "fish", "--no-config", "-c", "source \(file); complete -C 'smilestone \(line)'", in: folder)
      #expect(outcome.errors.isEmpty && outcome.output.contains(part), "\(line): \(outcome)")
    }
  }

  @Test(.enabled(if: has("zsh"))) func zshTakesTheScript() throws {
    let folder = try TemporaryFolder()
    let file = try completions("zsh", in: folder)
    let outcome = try run(
      "zsh", "-f", "-c",
      "autoload -U compinit; compinit -u -D; source \(file); print $_comps[smilestone]",
      in: folder)
    #expect(outcome.output == "_smilestone\n" && outcome.errors.isEmpty, "\(outcome)")
  }

  @Test func theManualHasEveryCommand() throws {
    let outcome = try Program.run("manual")
    #expect(outcome.status == 0)
    for command in UsageTests.commands {
      #expect(outcome.output.contains(".SS smilestone \(command)"), "\(command)")
    }
    #expect(outcome.output.contains(".B \\-\\-age\\-faces FACES"))
  }

  @Test(.enabled(if: has("man"))) func manShowsThePageWithoutWarnings() throws {
    let folder = try TemporaryFolder()
    let page = try folder.write(Program.run("manual").output, to: "smilestone.1")
    let outcome = try run(
      "env", "MANWIDTH=100", "man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", page.path,
      in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.output.contains("Run the whole study into a folder, or continue one."))
  }

  @Test(arguments: ["version", "--version"]) func theVersionNamesCommitAndLibtorch(
    word: String
  ) throws {
    let outcome = try Program.run(word)
    #expect(
      outcome.output.wholeMatch(
        of:
          #/smilestone \d+\.\d+\.\d+ \(commit ([0-9a-f]{7,40}(-dirty)?|unknown), libtorch 2\.\d+\.\d+\)\n/#
      ) != nil, "\(outcome.output)")
  }
}
