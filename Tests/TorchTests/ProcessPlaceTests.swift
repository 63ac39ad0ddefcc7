import Support
import Testing
import Torch

@Suite struct ProcessPlaceTests {
  private static let torchrun = [
    "RANK": "2", "WORLD_SIZE": "4", "LOCAL_RANK": "0", "MASTER_ADDR": "node1",
    "MASTER_PORT": "29500",
  ]
  private static let slurm = [
    "SLURM_PROCID": "3", "SLURM_STEP_NUM_TASKS": "4", "SLURM_LOCALID": "1",
    "SLURM_STEP_NODELIST": "node[08-09,12]", "SLURM_JOB_ID": "4711", "SLURM_STEP_ID": "2",
  ]

  @Test func readsTorchrunsVariables() throws {
    #expect(
      try ProcessPlace(environment: Self.torchrun)
        == ProcessPlace(
          rank: 2, size: 4, localRank: 0, masterAddress: "node1", masterPort: 29500))
    // By hand nobody numbers the processes of a machine.
    var byHand = Self.torchrun
    byHand["LOCAL_RANK"] = nil
    #expect(try ProcessPlace(environment: byHand)?.localRank == nil)
  }

  /// The first node has process 0; the port is the step's own.
  @Test func readsSlurmsVariables() throws {
    let place = try #require(try ProcessPlace(environment: Self.slurm))
    #expect(
      place
        == ProcessPlace(
          rank: 3, size: 4, localRank: 1, masterAddress: "node08", masterPort: 27_112))
    // What torchrun says goes first.
    let both = Self.slurm.merging(Self.torchrun) { $1 }
    #expect(try ProcessPlace(environment: both)?.masterAddress == "node1")
    let named = Self.slurm.merging(["MASTER_ADDR": "other", "MASTER_PORT": "4000"]) { $1 }
    let moved = try #require(try ProcessPlace(environment: named))
    #expect(moved.masterAddress == "other")
    #expect(moved.masterPort == 4000)
  }

  @Test(arguments: [
    ("node", "node"), ("a,b", "a"), ("gpu-[003-007]", "gpu-003"), ("n[5,7-9]", "n5"),
    ("n-1,m[2-3]", "n-1"),
  ]) func findsTheFirstHost(_ list: String, _ first: String) throws {
    let environment = Self.slurm.merging(["SLURM_STEP_NODELIST": list]) { $1 }
    #expect(try ProcessPlace(environment: environment)?.masterAddress == first)
  }

  @Test func whatAProcessStartsIsOnItsOwn() throws {
    for launcher in [Self.torchrun, Self.slurm] {
      let environment = ProcessPlace.removed(from: launcher.merging(["PATH": "/bin"]) { $1 })
      #expect(try ProcessPlace(environment: environment) == nil)
      #expect(environment["PATH"] == "/bin")
    }
  }

  /// A batch script without srun, an empty variable, a world of one.
  @Test(arguments: [
    [:], ["WORLD_SIZE": "", "RANK": ""], ["WORLD_SIZE": "1", "RANK": "0"],
    ["SLURM_PROCID": "0", "SLURM_NTASKS": "4"],
    ["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "1"],
  ]) func aProcessMayBeOnItsOwn(_ environment: [String: String]) throws {
    #expect(try ProcessPlace(environment: environment) == nil)
  }

  @Test(arguments: [
    (["RANK": "4"], "RANK is “4” (WORLD_SIZE is 4)"), (["RANK": "-1"], "RANK is “-1”"),
    (["RANK": ""], "RANK is not set"), (["WORLD_SIZE": ""], "WORLD_SIZE is not set"),
    (["WORLD_SIZE": "two"], "WORLD_SIZE is “two”"), (["MASTER_ADDR": ""], "MASTER_ADDR is not set"),
    (["MASTER_PORT": ""], "MASTER_PORT is not set"),
    (["MASTER_PORT": "70000"], "MASTER_PORT is “70000”"),
    (["LOCAL_RANK": "x"], "LOCAL_RANK is “x”"),
  ]) func namesTheVariableThatIsWrong(_ changes: [String: String], _ words: String) {
    let environment = Self.torchrun.merging(changes) { $1 }
    let error = #expect(throws: SmilestoneError.self) {
      try ProcessPlace(environment: environment)
    }
    #expect(error?.code == .usage)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(error?.remedy?.contains("to train in one process") == true)
  }
}
