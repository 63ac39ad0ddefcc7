import Foundation
import Testing

/// How the threads of libgomp, which says so itself at every start where it is asked to, wait for work.
@Suite struct WaitingThreadsTests {
  /// How often a thread looks for work before it sleeps, for every start of the program.
  private func spins(of arguments: [String], _ variables: [String: String] = [:]) throws
    -> [Int]
  {
    let process = Program.process(arguments)
    process.environment = ProcessInfo.processInfo.environment
      .filter { !["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"].contains($0.key) }
      .merging(["OMP_DISPLAY_ENV": "VERBOSE"]) { $1 }.merging(variables) { $1 }
    return try Program.finish(process).errors.split(separator: "\n")
      .filter { $0.contains("GOMP_SPINCOUNT") }
      .compactMap { $0.split(separator: "'").last.flatMap { Int($0) } }
  }

  @Test func theySleepWhereTheProgramComputes() throws {
    let found = try spins(of: ["predict", "nowhere", "--model", "x"])
    #expect(found.count == 2)
    #expect(found.last == 1000)
  }

  @Test func whatTheUserHasSetStays() throws {
    let few = ["GOMP_SPINCOUNT": "7"]
    #expect(try spins(of: ["predict", "nowhere", "--model", "x"], few) == [7])
  }

  @Test func otherCommandsStartOnce() throws {
    #expect(try spins(of: ["--version"]).count == 1)
    #expect(try spins(of: ["report", "nowhere"]).count == 1)
  }
}
