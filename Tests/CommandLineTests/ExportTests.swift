import Analysis
import Faces
import Foundation
import Imaging
import Support
import TestSupport
import Testing

/// What a run writes for other programs.
@Suite struct ExportTests {
  private static func has(_ program: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
  }

  /// A folder with predictions, their metrics and a manifest.
  private func run(in folder: TemporaryFolder) throws -> URL {
    let run = folder.file("run")
    var rows = [
      "image,subject,source,split,age,age_group,emotion,model,predicted,p_anger,p_disgust,p_fear,p_happy,p_neutral,p_sad,p_surprise"
    ]
    var faces = ["image,subject,source,age,sex,emotion,split"]
    let groups = [("toddler", 2), ("younger_child", 6), ("older_child", 10), ("adult", 30)]
    for subject in 0..<40 {
      let (group, age) = groups[subject % 4]
      for face in 0..<3 {
        let image = "p\(subject)/\(face).png"
        faces.append(
          "\(image),person \(subject),lab,\(age),\(subject % 2 == 0 ? "female" : "male"),happy,test"
        )
        for model in ["infant", "adult"] {
          let isCorrect = (subject * 7 + face * 5 + (model == "adult" ? 1 : 0)) % 10 < 3 + age / 5
          let shares = isCorrect ? "0.1,0.1,0.1,0.4,0.1,0.1,0.1" : "0.1,0.1,0.1,0.1,0.1,0.4,0.1"
          rows.append(
            "\(image),person \(subject),lab,test,\(age),\(group),happy,\(model),"
              + "\(isCorrect ? "happy" : "sad"),\(shares)")
        }
      }
    }
    let predictions = try folder.write(rows.joined(separator: "\n") + "\n", to: "predictions.csv")
    let outcome = try Program.run(
      "evaluate", "--predictions", predictions.path, "--out",
      run.appendingPathComponent("evaluation").path, "--replicates", "50")
    #expect(outcome.status == 0, "\(outcome.errors)")
    try folder.write(faces.joined(separator: "\n") + "\n", to: "run/manifest.csv")
    return run
  }

  /// - Returns: what R printed.
  @discardableResult private func expectRAgrees(_ script: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["Rscript", script.path]
    let outcome = try Program.finish(process)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("All compared numbers agree."))
    #expect(outcome.output.contains("accuracy, toddler"))
    return outcome.output
  }

  @Test(.enabled(if: has("Rscript")), arguments: ["csv", "bids"])
  func rComputesTheSameFromTheTable(format: String) throws {
    let folder = try TemporaryFolder()
    let out = folder.file("out")
    let outcome = try Program.run(
      "export", run(in: folder).path, "--out", out.path, "--format", format)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("240 rows"))
    try expectRAgrees(
      out.appendingPathComponent(format == "bids" ? "code/analysis.R" : "analysis.R"))
  }

  /// R finds the program's mixed model of age, and its effects within and between children seen again.
  @Test(.enabled(if: has("Rscript") && ExportTests.hasLme4))
  func lme4FindsTheSameMixedModels() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 5)
    var rows = [
      "image,subject,source,split,age,age_group,emotion,model,predicted,p_anger,p_disgust,p_fear,p_happy,p_neutral,p_sad,p_surprise"
    ]
    for person in 0..<130 {
      let isAdult = person >= 90
      let first = isAdult ? 20 + generator.uniform(0, 30) : generator.uniform(0.5, 12)
      let level = generator.normal()
      for visit in 0..<3 {
        let age = ((first + 1.6 * Double(visit)) * 100).rounded() / 100
        let group = AgeGrouping.study.group(ofAgeInYears: age).rawValue
        for face in 0..<4 {
          let emotion = face % 2 == 0 ? "happy" : "sad"
          let other = face % 2 == 0 ? "sad" : "happy"
          let chance = 1 / (1 + exp(-(0.15 * min(age, 18) - 1.2 + level)))
          let isCorrect = generator.uniform(0, 1) < chance
          let named = isCorrect ? emotion : other
          let shares =
            named == "happy" ? "0.1,0.1,0.1,0.4,0.1,0.1,0.1" : "0.1,0.1,0.1,0.1,0.1,0.4,0.1"
          rows.append(
            "\(person)-\(visit)-\(face).png,person \(person),lab,test,\(age),\(group),\(emotion),adult,\(named),\(shares)"
          )
        }
      }
    }
    let predictions = try folder.write(rows.joined(separator: "\n") + "\n", to: "predictions.csv")
    let evaluated = try Program.run(
      "evaluate", "--predictions", predictions.path, "--out", folder.file("run/evaluation").path,
      "--replicates", "50")
    #expect(evaluated.status == 0, "\(evaluated.errors)")
    let out = folder.file("out")
    let exported = try Program.run("export", folder.file("run").path, "--out", out.path)
    #expect(exported.status == 0, "\(exported.errors)")
    let output = try expectRAgrees(out.appendingPathComponent("analysis.R"))
    for number in [
      "mixed model, log odds of ten years", "mixed model, deviation of persons",
      "children, odds within a year", "children, odds between a year",
    ] { #expect(output.contains(number), "\(number): \(output)") }
    // Another model's effect is found to be another.
    let results = out.appendingPathComponent("main-results.csv")
    let text = try String(contentsOf: results, encoding: .utf8)
    try text.replacing(/(adult,mixed model of age,,\d+,)/) { "\($0.output.1)1" }
      .write(to: results, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["Rscript", out.appendingPathComponent("analysis.R").path]
    let changed = try Program.finish(process)
    #expect(changed.status == 1 && changed.output.contains("DIFFERENT"), "\(changed.output)")
  }

  private static let hasLme4: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["Rscript", "-e", "library(lme4)"]
    return (try? Program.finish(process))?.status == 0
  }()

  /// A number that was changed is found.
  @Test(.enabled(if: has("Rscript"))) func rFindsADifference() throws {
    let folder = try TemporaryFolder()
    let out = folder.file("out")
    try Program.run("export", run(in: folder).path, "--out", out.path)
    let table = out.appendingPathComponent("predictions.csv")
    let text = try String(contentsOf: table, encoding: .utf8)
    try text.replacing(",1.0,", with: ",0.0,", maxReplacements: 1)
      .write(to: table, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["Rscript", out.appendingPathComponent("analysis.R").path]
    let outcome = try Program.finish(process)
    #expect(outcome.status == 1 && outcome.output.contains("DIFFERENT"), "\(outcome.output)")
  }

  @Test func theTableHasWhatTheManifestKnows() throws {
    let folder = try TemporaryFolder()
    let out = folder.file("out")
    try Program.run("export", run(in: folder).path, "--out", out.path, "--format", "sav")
    let reader = try CSVReader(contentsOf: out.appendingPathComponent("predictions.csv"))
    let (sex, correct, cluster) = try (
      reader.requiredIndex(of: "sex"), reader.requiredIndex(of: "correct"),
      reader.requiredIndex(of: "cluster")
    )
    var clusters: Set<String> = []
    try reader.forEachRow { row in
      #expect(["female", "male"].contains(row.fields[sex]))
      #expect(["0.0", "1.0"].contains(row.fields[correct]))
      clusters.insert(row.fields[cluster])
    }
    #expect(clusters.count == 40)
    let spss = try Data(contentsOf: out.appendingPathComponent("predictions.sav"))
    #expect(spss.starts(with: Data("$FL2@(#)".utf8)))
    for text in ["younger_child", "Perceived emotion, the label", "person 39"] {
      #expect(spss.range(of: Data(text.utf8)) != nil, "\(text)")
    }
  }

  /// Arrow reads from the Parquet file what the text says, with its types.
  @Test(.enabled(if: PyArrow.isInstalled)) func parquetHoldsTheSameTable() throws {
    let folder = try TemporaryFolder()
    let out = folder.file("out")
    let outcome = try Program.run(
      "export", run(in: folder).path, "--out", out.path, "--format", "parquet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    try PyArrow.compare(
      out.appendingPathComponent("predictions.parquet"),
      with: out.appendingPathComponent("predictions.csv"),
      meanings: out.appendingPathComponent("columns.csv"))
  }

  /// BIDS names nobody.
  @Test func participantsAreNumbers() throws {
    let folder = try TemporaryFolder()
    let out = folder.file("out")
    try Program.run("export", run(in: folder).path, "--out", out.path, "--format", "bids")
    let participants = try String(
      contentsOf: out.appendingPathComponent("participants.tsv"), encoding: .utf8)
    #expect(participants.hasPrefix("participant_id\tage\tsex\tfaces\nsub-00001\t2.0\tfemale\t3\n"))
    let files = try FileManager.default.subpathsOfDirectory(atPath: out.path)
    #expect(files.filter { $0.hasSuffix("_task-expression_beh.tsv") }.count == 40)
    for file in files where file.hasSuffix("tsv") || file.hasSuffix("json") {
      let text = try String(contentsOf: out.appendingPathComponent(file), encoding: .utf8)
      #expect(!text.contains("person ") && !text.contains(".png"), "\(file)")
    }
  }

  @Test func whatCannotBeExportedIsRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "full/file")
    let run = try run(in: folder)
    for (words, status, part) in [
      ([run.path, "--out", folder.file("full").path], Int32(2), "is not empty"),
      ([folder.file("full").path, "--out", folder.file("o").path], 3, "has no predictions"),
      ([run.path, "--out", folder.file("o").path, "--format", "xlsx"], 2, "csv"),
    ] {
      let outcome = try Program.finish(Program.process(["export"] + words))
      #expect(outcome.status == status && outcome.errors.contains(part), "\(outcome.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("o").path))
  }

  /// Trained models give in ONNX Runtime what `predict` writes.
  @Test(
    .enabled(if: ONNXRuntime.isInstalled),
    arguments: [
      ("expression", "averagesMirrorImage=true"), ("expression", "centralCrop=0.9"),
      ("age", "ageEstimate=mean"),
      ("age", "ageEstimate=median"),
    ])
  func onnxPredictsAsPredictDoes(kind: String, setting: String) throws {
    let folder = try TemporaryFolder()
    let size = 32
    try Program.run(
      "synth", "--out", folder.file("faces").path, "--subjects", "20", "--images", "2", "--size",
      "\(size)")
    let manifest = folder.file("faces/manifest.csv").path
    let trained = try Program.finish(
      Program.process(
        (kind == "age" ? ["age", "train"] : ["train"]) + [
          manifest, "--out", folder.file("model").path, "--epochs", "1", "--set",
          "architecture=resnet18", "--set", "imageSize=\(size)", "--random-initialisation",
          "--colour", "--set", setting,
        ]))
    #expect(trained.status == 0, "\(trained.errors)")
    let model = folder.file("model/model.safetensors")
    let onnx = folder.file("model.onnx")
    let exported = try Program.run(
      "weights", "export", model.path, "--format", "onnx", "--out", onnx.path)
    #expect(exported.status == 0, "\(exported.errors)")
    let predicted = folder.file("predicted.csv")
    let words = kind == "age" ? "--age-model" : "--model"
    let outcome = try Program.run(
      "predict", folder.file("faces/images").path, words, model.path, "--out", predicted.path)
    #expect(outcome.status == 0, "\(outcome.errors)")

    let reader = try CSVReader(contentsOf: predicted)
    let image = try reader.requiredIndex(of: "image")
    let column = try #require(
      reader.header.firstIndex { kind == "age" ? $0 == "age" : $0.hasSuffix("p_anger") })
    var (pixels, expected): ([Float], [Double]) = ([], [])
    try reader.forEachRow { row in
      let file = folder.file("faces/images/\(row.fields[image])")
      pixels += try RGBImage(contentsOf: file).planes.map { Float($0) / 255 }
      expected.append(try #require(Double(row.fields[column])))
    }
    let result = try ONNXRuntime.run(onnx, images: pixels, size: size)
    #expect(result.metadata["kind"] == kind && result.metadata["image_size"] == "\(size)")
    if kind == "expression" {
      #expect(result.metadata["labels"] == "anger,disgust,fear,happy,neutral,sad,surprise")
    } else {
      #expect(result.metadata["ages_in_years"]?.hasSuffix(",99,100") == true)
    }
    for (engine, outputs) in result.engines {
      let values = try #require(outputs[kind == "age" ? "age" : "probabilities"]).map { $0[0] }
      let difference = zip(values, expected).map { abs($0 - $1) }.max() ?? .infinity
      // Ages are written to a thousandth of a year.
      #expect(
        values.count == 40 && difference < (kind == "age" ? 2e-3 : 1e-4), "\(engine): \(difference)"
      )
    }
  }
}
