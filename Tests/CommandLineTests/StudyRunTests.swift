import Foundation
import Support
import TestSupport
import Testing

/// The whole study on a handful of tiny faces.
@Suite(.serialized) struct StudyRunTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try StudyCohorts.copy(into: folder)
  }

  private func study(_ run: String, faces: String = "faces") -> Process {
    // The drawn manifests' ages are labels, which stay; so every group is certain to have faces.
    Program.process([
      "study", "--out", folder.file(run).path, "--faces", folder.file("\(faces)/manifest.csv").path,
      "--age-faces", folder.file("ages/manifest.csv").path, "--epochs", "2", "--threads", "1",
      "--set", "age.imageSize=16", "--set", "infant.imageSize=16", "--set",
      "adult.imageSize=16",
    ])
  }

  private func results(_ run: String) throws -> [Data] {
    try [
      "manifest.csv", "age/model.safetensors", "infant/model.safetensors",
      "adult/model.safetensors", "evaluation/predictions.csv", "evaluation/metrics.json",
      "evaluation/representation.json",
    ].map { try Data(contentsOf: folder.file("\(run)/\($0)")) }
  }

  /// A study killed after each of its stages in turn ends with the bytes of an undisturbed one.
  @Test func aKilledStudyEndsWithTheSameResults() throws {
    let undisturbed = try Program.finish(study("undisturbed"))
    #expect(undisturbed.status == 0, "\(undisturbed.errors)")
    #expect(
      undisturbed.errors.contains(
        #/\[2\/10\] Training the age estimator \(\d+ (?:s|min) so far, about \d+ (?:s|min) in all\)/#
      ))

    for mark in ["study.json", "cohort/skipped.csv", "age/history.csv", "infant/history.csv"] {
      let process = study("killed")
      try Program.start(process, pausingAfter: "killed/\(mark)")
      Program.end(process, by: SIGKILL)
    }
    let resumed = try Program.finish(study("killed"))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("done before"))
    #expect(
      resumed.errors.contains(
        #/\[8\/10\] Testing both models on every age group \(\d+ (?:s|min) so far/#))
    #expect(try results("killed") == results("undisturbed"))
  }

  /// A training killed in the middle of an epoch continues from its checkpoint and ends with the bytes
  /// of an undisturbed one.
  @Test func aKilledTrainingEndsWithTheSameBytes() throws {
    func training(_ name: String, checkpointEvery seconds: String = "60") -> Process {
      Program.process([
        "train", folder.file("faces/manifest.csv").path, "--out", folder.file(name).path,
        "--epochs", "3", "--threads", "1", "--checkpoint-every", seconds, "--set",
        "imageSize=16", "--set", "batchSize=4", "--set", "emaDecay=0.9",
      ])
    }
    let undisturbed = try Program.finish(training("undisturbed"))
    #expect(undisturbed.status == 0, "\(undisturbed.errors)")

    let checkpoint = folder.file("killed/checkpoint.safetensors")
    for (number, status) in [
      (SIGTERM, Int32(143)), (SIGINT, 130), (SIGHUP, 129), (SIGKILL, SIGKILL),
    ] {
      let process = training("killed", checkpointEvery: "0")
      try Program.start(process, pausingAfter: "killed/checkpoint.safetensors")
      Program.end(process, by: number)
      #expect(process.terminationStatus == status, "it had finished before")
      #expect(FileManager.default.fileExists(atPath: checkpoint.path))
    }

    let resumed = try Program.finish(training("killed"))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("continuing in epoch"), "\(resumed.errors)")
    #expect(!FileManager.default.fileExists(atPath: checkpoint.path))
    #expect(
      try Data(contentsOf: folder.file("killed/model.safetensors"))
        == Data(contentsOf: folder.file("undisturbed/model.safetensors")))
  }

  /// A study that ends before its first stage is done binds its folder to no settings, and leaves
  /// none that it made.
  @Test func aStudyThatCannotBeginBindsItsFolderToNothing() throws {
    let failed = try Program.finish(study("fresh", faces: "absent"))
    #expect(failed.status == 3, "\(failed.errors)")
    #expect(!failed.errors.contains("report.html"), "\(failed.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("fresh/study.json").path))
    #expect(try Program.finish(study("fresh")).status == 0)
  }

  /// The folder is one process's while it runs, whatever its settings, and one study's from its
  /// first moment on; a process that was killed leaves no lock.
  @Test func aRunFolderIsLockedWhileAStudyRuns() throws {
    let first = study("locked")
    try Program.start(first, pausingAfter: "locked/study.json")
    let other = study("locked")
    other.arguments = (other.arguments ?? []) + ["--seed", "4"]
    for process in [
      study("locked"), other, Program.process(["report", folder.file("locked").path]),
    ] {
      let refused = try Program.finish(process)
      #expect(refused.status == 1, "\(refused.errors)")
      #expect(
        refused.errors.contains("process \(first.processIdentifier) on "), "\(refused.errors)")
      #expect(refused.errors.contains("study --out"), "\(refused.errors)")
    }
    Program.end(first, by: SIGKILL)
    let again = study("locked")
    again.arguments = (again.arguments ?? []) + ["--seed", "4"]
    let changed = try Program.finish(again)
    #expect(changed.status == 2, "\(changed.errors)")
    #expect(changed.errors.contains("seed: 1, now 4"), "\(changed.errors)")
    let leftover = try folder.write(
      "half", to: "locked/infant/.checkpoint.safetensors.\(UUID().uuidString).partial")
    #expect(try Program.finish(study("locked")).status == 0)
    #expect(!FileManager.default.fileExists(atPath: leftover.path))
  }

  /// Images that vanish stop whatever the run's faces were settled for; once they are back, the
  /// study continues and ends with the bytes of an undisturbed one.
  @Test func imagesThatVanishStopAStudyUntilTheyAreBack() throws {
    #expect(try Program.finish(study("undisturbed")).status == 0)
    let process = study("disturbed")
    try Program.start(process, pausingAfter: "disturbed/infant/history.csv")
    Program.end(process, by: SIGKILL)

    let manifest = try String(contentsOf: folder.file("faces/manifest.csv"), encoding: .utf8)
    let images = manifest.split(separator: "\n").dropFirst().prefix(3).map {
      folder.file("faces/\($0.prefix { $0 != "," })")
    }
    let kept = try images.map { try Data(contentsOf: $0) }
    for image in images { try FileManager.default.removeItem(at: image) }
    let stopped = try Program.finish(study("disturbed"))
    #expect(stopped.status == 3, "\(stopped.errors)")
    #expect(stopped.errors.contains("3 of the 90 images"), "\(stopped.errors)")
    #expect(stopped.errors.contains(images[0].lastPathComponent), "\(stopped.errors)")

    let run = folder.file("undisturbed").path
    for words in [
      ["matrix", run, "--groups", "toddler,adult"],
      [
        "evaluate", "\(run)/manifest.csv", "--model", "\(run)/infant/model.safetensors", "--out",
        folder.file("evaluation").path,
      ],
      ["train", "\(run)/manifest.csv", "--out", folder.file("model").path, "--epochs", "1"],
    ] {
      let outcome = try Program.finish(Program.process(words))
      #expect(outcome.status == 3, "\(words): \(outcome.errors)")
      #expect(outcome.errors.contains("3 of the 90 images"), "\(words): \(outcome.errors)")
    }
    let page = try Program.run("report", run)
    #expect(page.status == 0, "\(page.errors)")
    #expect(page.errors.contains("3 of 90 images of the run"), "\(page.errors)")

    for (image, bytes) in zip(images, kept) { try bytes.write(to: image) }
    let resumed = try Program.finish(study("disturbed"))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try results("disturbed") == results("undisturbed"))
  }

  @Test func aRunFolderBelongsToOneConfiguration() throws {
    #expect(try Program.finish(study("run")).status == 0)
    let other = study("run")
    other.arguments = (other.arguments ?? []) + ["--seed", "5"]
    let outcome = try Program.finish(other)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("seed: 1, now 5"), "\(outcome.errors)")
  }

  /// Where no image shows its age, ages are not estimated but taken from the drawing.
  @Test func aCohortWithoutAgesInItsImagesIsSortedByTheDrawnOnes() throws {
    let outcome = try Program.run(
      "study", "--out", folder.file("neither").path, "--cohort", "neither", "--epochs", "1",
      "--threads", "1", "--set", "data.synthetic.subjects=60", "--set",
      "data.synthetic.imagesPerSubject=2", "--set", "data.synthetic.ageSubjects=20", "--set",
      "age.imageSize=16", "--set", "infant.imageSize=16", "--set", "adult.imageSize=16")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let manifest = try String(contentsOf: folder.file("neither/manifest.csv"), encoding: .utf8)
    #expect(manifest.contains(",label,toddler,") && !manifest.contains(",estimated,"))
  }

  /// A matrix that is asked for with the study, extended by the command of its own.
  @Test func groupsAreTrainedAlike() throws {
    try Program.run(
      "synth", "--out", folder.file("many").path, "--subjects", "320", "--images", "3", "--size",
      "24")
    let process = study("run", faces: "many")
    process.arguments =
      (process.arguments ?? []) + ["--matrix", "1", "--matrix-groups", "toddler,adult"]
    let outcome = try Program.finish(process)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let run = folder.file("run").path
    let first = try Data(contentsOf: folder.file("run/matrix/adult-1/model.safetensors"))
    let page = try Page(contentsOf: folder.file("run/report.html"))
    #expect(
      try page.section("fair-training").contains("<figure id=\"figure-matrix\">"))
    // Two processes divide what is missing, and both say the whole.
    let arguments = [
      "matrix", run, "--groups", "toddler,adult", "--trainings", "2", "--threads", "1", "--json",
    ]
    let outcomes = try parallelMap(count: 2, workers: 2) { _ in
      try Program.finish(Program.process(arguments))
    }
    for extended in outcomes {
      #expect(extended.status == 0, "\(extended.errors)")
      #expect(extended.output.contains("\"trainings\" : 2"))
    }
    #expect(outcomes[0].output == outcomes[1].output)
    let claims = try FileManager.default.subpathsOfDirectory(atPath: "\(run)/matrix")
      .filter { $0.contains("claim-") }
    #expect(claims.count == 4 && claims.allSatisfy { $0.hasSuffix("claim-1.txt") }, "\(claims)")
    let status = try Program.run("status", run)
    #expect(status.output == "4 of 4 done, 0 running, 0 failed, 0 stopped, 0 not begun\n")
    #expect(try Data(contentsOf: folder.file("run/matrix/adult-1/model.safetensors")) == first)
    #expect(
      try Data(contentsOf: folder.file("run/matrix/adult-2/model.safetensors")) != first)
    let other = try Program.run("matrix", run, "--groups", "toddler,teenager")
    #expect(other.status == 2 && other.errors.contains("groups"), "\(other.errors)")
    let unknown = try Program.run("matrix", run, "--groups", "toddler,baby")
    #expect(unknown.status == 2 && unknown.errors.contains("older_child"), "\(unknown.errors)")
    let absent = try Program.run("matrix", folder.file("faces").path)
    #expect(absent.status == 3 && absent.errors.contains("smilestone study"), "\(absent.errors)")
  }

  @Test func commandsWorkOnTheirOwn() throws {
    #expect(try Program.finish(study("run")).status == 0)
    let run = folder.file("run").path
    let evaluated = try Program.run(
      "evaluate", "\(run)/manifest.csv", "--model", "\(run)/infant/model.safetensors", "--model",
      "\(run)/adult/model.safetensors", "--out", folder.file("evaluation").path)
    #expect(evaluated.status == 0, "\(evaluated.errors)")
    #expect(evaluated.output.contains("infant model"))
    #expect(
      try Data(contentsOf: folder.file("evaluation/predictions.csv"))
        == Data(contentsOf: folder.file("run/evaluation/predictions.csv")))
    let again = try Program.run(
      "evaluate", "\(run)/manifest.csv", "--predictions",
      folder.file("evaluation/predictions.csv").path, "--out", folder.file("again").path)
    #expect(again.status == 0, "\(again.errors)")
    #expect(
      try Data(contentsOf: folder.file("evaluation/metrics.json"))
        == Data(contentsOf: folder.file("again/metrics.json")))
    let inside = try Program.run(
      "evaluate", "\(run)/manifest.csv", "--model", "\(run)/infant/model.safetensors", "--model",
      "\(run)/adult/model.safetensors", "--representation", "--out", folder.file("inside").path)
    #expect(inside.status == 0, "\(inside.errors)")
    #expect(
      try Data(contentsOf: folder.file("inside/representation.json"))
        == Data(contentsOf: folder.file("run/evaluation/representation.json")))
    let further = try Program.run(
      "evaluate", "--predictions", folder.file("evaluation/predictions.csv").path, "--out",
      folder.file("further").path, "--transition", "--plan", "standard", "--verbose")
    #expect(further.status == 0, "\(further.errors)")
    #expect(further.output.contains("Transition age"))
    #expect(further.output.contains("SHA-256"))

    let trained = try Program.run(
      "train", "\(run)/manifest.csv", "--model", "infant", "--group", "toddler", "--out",
      folder.file("infant").path, "--epochs", "1", "--set", "imageSize=16", "--grey")
    #expect(trained.status == 0, "\(trained.errors)")

    let tested = try Program.run(
      "age", "evaluate", folder.file("ages/manifest.csv").path, "--model",
      "\(run)/age/model.safetensors", "--json", "--cache", folder.file("cache").path)
    #expect(tested.status == 0, "\(tested.errors)")
    #expect(tested.output.contains("\"meanAbsoluteError\""))

    // Of another source than synthetic faces have, these pass for photographs, toddlers among them.
    let manifest = folder.file("run/manifest.csv")
    try String(contentsOf: manifest, encoding: .utf8).replacing(",synthetic,", with: ",archive,")
      .write(to: manifest, atomically: true, encoding: .utf8)
    let page = folder.file("run/report.html")
    try FileManager.default.removeItem(at: page)
    #expect(try Program.run("report", run).status == 0)
    func faces() throws -> PagePart { try Page(contentsOf: page).section("data") }
    let leftOut = "Photographs of real infants"
    let usual = try faces()
    #expect(usual.contains(leftOut))
    #expect(try Program.run("report", run, "--show-infants", "--all-faces").status == 0)
    let full = try faces()
    #expect(!full.contains(leftOut))
    #expect(full.count(of: "<img ") > usual.count(of: "<img "))
    #expect(try Program.run("report", run, "--hide-faces").status == 0)
    #expect(try !faces().contains("<img "))
    #expect(try Program.run("report", run, "--hide-faces", "--show-infants").status == 2)

    let second = folder.file("second").path
    try FileManager.default.copyItem(atPath: run, toPath: second)
    #expect(try Program.run("report", run, second).status == 2)
    let comparison = folder.file("comparison.html")
    let compared = try Program.run("report", run, second, "--out", comparison.path)
    #expect(compared.status == 0, "\(compared.errors)")
    #expect(try Page(contentsOf: comparison).part("<h1>").contains("run and second"))
    let figures = comparison.deletingPathExtension().path + "-figures"
    #expect(FileManager.default.fileExists(atPath: "\(figures)/runs-differences.vl.json"))
  }

  /// The page is there from the first finished stage on, and says how far the study has come.
  @Test func thePageOfAnUnfinishedStudyShowsItsStages() throws {
    let process = study("watched")
    let page = folder.file("watched/report.html")
    try Program.start(process, pausingAfter: "watched/report.html")
    let header = try Page(contentsOf: page).header()
    Program.end(process, by: SIGKILL)
    #expect(header.contains("This study is not finished."))
    #expect(header.contains("<li class=\"done\">Gathering faces"))
    #expect(header.contains("<li class=\"now\">Training the age estimator"))
  }
}
