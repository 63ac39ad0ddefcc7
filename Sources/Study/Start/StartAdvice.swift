import Datasets
import Faces
import Foundation

/// What a folder lacks for the question when expressions become adult-like, and the commands that come
/// next.
public struct StartAdvice: Sendable, Encodable {
  /// Something to do.
  public struct Step: Sendable, Equatable, Encodable {
    /// What it is for.
    public let purpose: String
    /// A command that can be copied; nil where it needs something that is not in the folder.
    public let command: String?

    init(_ purpose: String, _ words: [String] = []) {
      self.purpose = purpose
      command = words.isEmpty ? nil : words.map(ShellWord.quoted).joined(separator: " ")
    }
  }

  public private(set) var missing: [String] = []
  public private(set) var next: [Step] = []

  /// - Parameter hasReadyModels: whether `predict` finds models by itself.
  public init(_ survey: FolderSurvey, hasReadyModels: Bool) {
    let parts = survey.parts.isEmpty ? [survey] : survey.parts
    let labelled = parts.filter { $0.faces?.labelled.isEmpty == false }
    let aged = parts.first { part in
      part.faces.map { $0.withAge > 0 && $0.labelled.isEmpty } ?? false
    }
    if !labelled.isEmpty {
      study(labelled, agesFrom: aged)
    } else if let aged {
      learnAges(from: aged)
    } else if survey.imageCount > 0 {
      prepare(survey, hasReadyModels: hasReadyModels)
    }
    if !survey.videos.isEmpty { watch(survey, hasReadyModels: hasReadyModels) }
  }

  private mutating func add(_ purpose: String, _ words: String...) {
    next.append(Step(purpose, words))
  }

  // MARK: Faces with emotions

  private mutating func study(_ labelled: [FolderSurvey], agesFrom aged: FolderSurvey?) {
    let records = labelled.compactMap(\.faces).flatMap(\.labelled)
    let ageless = records.count { $0.ageGroup == nil }
    if ageless == 0 {
      for need in StudyNeeds.models(labelled.first?.faces?.ages ?? .study) {
        do { try need.requireGroup(in: records) } catch { missing.append("\(error)") }
      }
    } else if aged == nil {
      missing.append(
        "Ages\(ageless < records.count ? " of \(ageless) of the \(records.count) faces" : ""): `study` estimates "
          + "them when it is given faces of other people whose ages are known (--age-faces), such as UTKFace's."
      )
    }
    let hasBothEnds = missing.isEmpty || ageless > 0
    let nameless = records.count { $0.subject == nil }
    if nameless > 0 {
      missing.append(
        "Who is shown\(nameless < records.count ? " in \(nameless) of the \(records.count) faces" : ""): one person "
          + "may be in training and test faces. A column subject says it, or `manifest --pattern` where names of "
          + "files do.")
    }
    let list = list(labelled)
    if labelled.contains(where: { $0.dataset == EmotionFolderAdapter.name }) {
      add(
        "Where images show more than a face, cut faces out, and take cut/manifest.csv below: smilestone faces "
          + "\(ShellWord.quoted(list)) --detect --out cut")
    }
    add(
      "Do files, persons or near duplicates cross splits?", "smilestone", "manifest", "check", list)
    add(
      "What is in the data, and what could a model cheat with? One page:", "smilestone", "explore",
      list,
      "--out", "explored")
    guard hasBothEnds else {
      add(
        "With faces of the missing age group listed in others.csv: smilestone manifest join \(list) "
          + "others.csv --out all.csv")
      return
    }
    if ageless == 0 {
      add(
        "When does the expression itself change, apart from the head? Seconds, no training:",
        "smilestone",
        "expression", list, "--out", "expression")
    }
    if ageless == 0 {
      add(
        "The whole study, sorted by the ages that are known; it says first how long it takes:",
        "smilestone",
        "study", "--faces", list, "--out", "runs/first")
    } else if let aged {
      add(
        "The whole study; it says first how long it takes:", "smilestone", "study", "--faces", list,
        "--age-faces", FolderSurvey.source(aged), "--out", "runs/first")
    } else {
      add(
        "The whole study, with faces of known age in the place of AGES: smilestone study --faces \(list) "
          + "--age-faces AGES --out runs/first")
    }
  }

  /// Adds the steps to one table of all faces.
  /// - Returns: the table's name.
  private mutating func list(_ labelled: [FolderSurvey]) -> String {
    let names = labelled.map { part in
      part.manifest.map { part.url.appendingPathComponent($0).path }
        ?? (labelled.count == 1 ? "faces.csv" : "\(part.url.lastPathComponent).csv")
    }
    for (part, name) in zip(labelled, names) {
      guard let dataset = part.dataset else { continue }
      add(
        "Every face with what is known of it, in a table that all commands read:", "smilestone",
        "manifest",
        part.folder, "--dataset", dataset, "--out", name)
    }
    guard names.count > 1 else { return names.first ?? "" }
    next.append(
      Step(
        "All of them in one table:",
        ["smilestone", "manifest", "join"] + names + ["--out", "faces.csv"]))
    return "faces.csv"
  }

  // MARK: Faces with ages alone

  private mutating func learnAges(from aged: FolderSurvey) {
    missing.append(
      "Perceived emotions: no face has one. Such faces are for learning ages from; the study needs others, "
        + "with emotions, from toddlers to adults.")
    let source = FolderSurvey.source(aged)
    add(
      "An age estimator of these faces:", "smilestone", "age", "train", source, "--out",
      "models/age")
    add(
      "With faces that have emotions in the place of FACES, the whole study: smilestone study --faces FACES "
        + "--age-faces \(ShellWord.quoted(source)) --out runs/first")
  }

  // MARK: Photographs alone

  private mutating func prepare(_ survey: FolderSurvey, hasReadyModels: Bool) {
    guard survey.candidates.isEmpty else {
      missing.append(
        "Which data set it is: it looks like \(survey.candidates.joined(separator: " and ")).")
      for name in survey.candidates {
        add(
          "If it is \(name):", "smilestone", "manifest", survey.folder, "--dataset", name, "--out",
          "faces.csv")
      }
      return
    }
    if let table = survey.tables.first(where: { $0.imageColumn != nil && !$0.isManifest }) {
      return take(table, of: survey)
    }
    missing += [
      "Perceived emotions: who or what says what each face shows? A folder for each emotion (happy, sad …), or "
        + "a table with columns image and emotion.",
      "Ages, in years: a column age, or an estimator that learnt from faces of known age, as UTKFace's.",
    ]
    let faces: String
    if let manifest = survey.manifest {
      faces = survey.url.appendingPathComponent(manifest).path
    } else {
      faces = "cut/manifest.csv"
      add(
        "The faces, cut out of the photographs, and a table of them:", "smilestone", "faces",
        survey.folder,
        "--detect", "--out", "cut")
    }
    if hasReadyModels {
      add(
        "Ages and perceived emotions as your ready models see them:", "smilestone", "predict", faces
      )
    }
    add(
      "Fill the columns emotion, age and subject of \(faces) (in a spreadsheet, saved as CSV UTF-8); then:",
      "smilestone", "start", URL(fileURLWithPath: faces).deletingLastPathComponent().relativePath)
  }

  private mutating func take(_ table: SurveyedTable, of survey: FolderSurvey) {
    let images = table.imageColumn ?? ""
    let emotions = table.emotionColumn ?? "emotion"
    let others = table.columns.filter { $0 != images && $0 != table.emotionColumn }
    if table.emotionColumn == nil {
      missing.append(
        "Perceived emotions: no column of \(table.name) holds words for them. Codes are explained by --value, "
          + "as in --value emotion:1=happy.")
    }
    var words = [
      "smilestone", "manifest", survey.url.appendingPathComponent(table.name).path, "--dataset",
      "csv",
      "--images", survey.folder, "--column", "image=\(images)",
    ]
    if emotions != "emotion" { words += ["--column", "emotion=\(emotions)"] }
    next.append(
      Step(
        "The faces of \(table.name)"
          + (others.isEmpty
            ? ":"
            : "; where one of its columns \(others.joined(separator: ", ")) holds emotions, ages in "
              + "years or persons, add --column emotion=NAME, --column age=NAME, --column subject=NAME:"),
        words + ["--out", "faces.csv"]))
    add("What is in the data? One page:", "smilestone", "explore", "faces.csv", "--out", "explored")
  }

  // MARK: Videos

  private mutating func watch(_ survey: FolderSurvey, hasReadyModels: Bool) {
    missing.append(
      "What is seen when in the \(FolderSurvey.counted(survey.videos.count, "video")): frames are faces of a study "
        + "where coders say what they show (ELAN, BORIS, Datavyu, BIDS).")
    next.append(
      Step(
        "Where faces are in the videos"
          + (hasReadyModels
            ? ", and how your ready models judge them:" : ", judged by nobody yet:"),
        ["smilestone", "video", survey.folder, "--out", "videos"]
          + (hasReadyModels ? [] : ["--detect-only"])))
    add(
      "With coded events in the place of EVENTS, labelled frames: smilestone manifest "
        + "\(ShellWord.quoted(survey.folder)) --dataset events --labels EVENTS --out frames.csv")
  }
}

extension FolderSurvey {
  /// What `--faces` and `--age-faces` understand of a folder that was recognised.
  static func source(_ survey: FolderSurvey) -> String {
    survey.manifest.map { survey.url.appendingPathComponent($0).path }
      ?? survey.dataset.map { "\($0):\(survey.folder)" } ?? survey.folder
  }
}
