import Foundation
import Study
import Support
import TestSupport
import Testing

/// What is seen in folders as laboratories have them, and what comes next.
@Suite struct FolderSurveyTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.url.standardizedFileURL.path }

  private func write(_ files: String...) throws {
    for file in files { try folder.write("", to: file) }
  }

  private func survey() throws -> (FolderSurvey, StartAdvice) {
    let survey = try FolderSurvey(folder.url)
    return (survey, StartAdvice(survey, hasReadyModels: false))
  }

  private func commands(_ advice: StartAdvice) -> [String] { advice.next.compactMap(\.command) }

  @Test func foldersOfEmotionsLackAges() throws {
    try write("train/happy/1.jpg", "train/happy/2.HEIC", "test/sad/3.png", "odd/4.jpg")
    let (survey, advice) = try survey()
    #expect(survey.dataset == "folders" && survey.imageCount == 4)
    #expect(survey.images.map(\.name) == ["JPEG", "HEIC", "PNG"])
    let faces = try #require(survey.faces)
    #expect(
      faces.emotions.map(\.name) == ["happy", "sad"] && faces.emotions.map(\.count) == [2, 1])
    #expect(faces.withAge == 0 && faces.withSubject == 0)
    #expect(survey.passedOver.map(\.count) == [1])
    #expect(advice.missing.count == 2 && advice.missing[0].hasPrefix("Ages: `study`"))
    #expect(
      commands(advice) == [
        "smilestone manifest \(path) --dataset folders --out faces.csv",
        "smilestone manifest check faces.csv", "smilestone explore faces.csv --out explored",
      ])
    #expect(advice.next.last?.purpose.contains("--age-faces AGES") == true)
  }

  @Test func namesOfUTKFaceAreAgesToLearn() throws {
    try write("25_0_1_20170116174525125.jpg.chip.jpg", "2_1_0_20170116174525126.jpg.chip.jpg")
    let (survey, advice) = try survey()
    #expect(survey.dataset == "utkface" && survey.faces?.withAge == 2)
    #expect(survey.faces?.ageGroups.map(\.name) == ["toddlers", "adults"])
    #expect(advice.missing.count == 1 && advice.missing[0].hasPrefix("Perceived emotions"))
    #expect(commands(advice) == ["smilestone age train utkface:\(path) --out models/age"])
  }

  /// FER2013's table is counted, and its images are not written.
  @Test func tablesOfPixelsAreCounted() throws {
    let pixels = Array(repeating: "0", count: 48 * 48).joined(separator: " ")
    try folder.write(
      "emotion,pixels,Usage\n3,\(pixels),Training\n4,\(pixels),PublicTest\n", to: "fer2013.csv")
    let (survey, advice) = try survey()
    #expect(survey.dataset == "fer2013" && survey.imageCount == 0 && survey.faces?.count == 2)
    #expect(survey.faces?.splits.map(\.name) == ["train", "validation"])
    #expect(commands(advice)[0].contains("--dataset fer2013"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["fer2013.csv"])
  }

  @Test func photographsAloneAreCutOutFirst() throws {
    try write("IMG_1.jpg", "IMG_2.heic", "holiday/3.jpg", "clip one.mp4")
    let (survey, advice) = try survey()
    #expect(survey.dataset == nil && survey.faces == nil && survey.imageCount == 3)
    #expect(survey.videos == ["clip one.mp4"])
    #expect(commands(advice)[0] == "smilestone faces \(path) --detect --out cut")
    #expect(commands(advice).contains("smilestone start cut"))
    #expect(commands(advice).last == "smilestone video \(path) --out videos --detect-only")
    #expect(!commands(advice).contains { $0.hasPrefix("smilestone predict") })
    let withModels = commands(StartAdvice(survey, hasReadyModels: true))
    #expect(withModels.contains("smilestone predict cut/manifest.csv"))
    #expect(withModels.last == "smilestone video \(path) --out videos")
  }

  @Test func videosAloneAreWatched() throws {
    try write("a.mp4", "b.MOV")
    let (survey, advice) = try survey()
    #expect(survey.imageCount == 0 && survey.videos.count == 2)
    #expect(advice.missing.count == 1 && advice.missing[0].contains("in the 2 videos"))
    #expect(commands(advice) == ["smilestone video \(path) --out videos --detect-only"])
  }

  @Test func aTableThatNamesImagesIsMapped() throws {
    try write("photos/a.jpg", "photos/b.jpg")
    try folder.write(
      "Datei;Ausdruck;Alter\na.jpg;happy;2,5\nb.jpg;Sad;31\n", to: "ratings.csv")
    try folder.write("PK\u{3}\u{4}xl/workbook", to: "old.xlsx")
    let (survey, advice) = try survey()
    let table = try #require(survey.tables.last)
    #expect(table.imageColumn == "Datei" && table.emotionColumn == "Ausdruck" && table.rows == 2)
    #expect(survey.tables.first?.problem?.contains("Excel workbook") == true)
    #expect(
      commands(advice)[0]
        == "smilestone manifest \(path)/ratings.csv --dataset csv --images \(path) "
        + "--column image=Datei --column emotion=Ausdruck --out faces.csv")
    #expect(advice.next[0].purpose.contains("Alter"))
  }

  /// A manifest beside its images says all; where only babies are labelled, adults are missing.
  @Test func manifestsAreReadAndMissingGroupsNamed() throws {
    try write("faces/a.png", "faces/b.png", "faces/c.png")
    try folder.write(
      "image,emotion,age,subject,sex\n"
        + "faces/a.png,happy,0.5,p1,female\nfaces/b.png,sad,1,p1,female\nfaces/c.png,sad,2,p2,male\n",
      to: "manifest.csv")
    let (survey, advice) = try survey()
    #expect(survey.manifest == "manifest.csv" && survey.faces?.subjects == 2)
    #expect(survey.faces?.sexes.map(\.count) == [2, 1])
    #expect(advice.missing.count == 1 && advice.missing[0].hasPrefix("The adult model has 0 faces"))
    #expect(!commands(advice).contains { $0.contains("smilestone expression") })
    #expect(commands(advice)[0] == "smilestone manifest check \(path)/manifest.csv")
  }

  @Test func archivesInOneFolderAreToldApart() throws {
    try write(
      "fer/happy/1.png", "fer/sad/2.png", "ages/25_0_1_20170116174525125.jpg.chip.jpg",
      "ages/2_1_0_20170116174525126.jpg.chip.jpg")
    let (survey, advice) = try survey()
    #expect(survey.parts.map(\.dataset) == ["utkface", "folders"])
    #expect(
      commands(advice).last
        == "smilestone study --faces faces.csv --age-faces utkface:\(path)/ages --out runs/first")
    #expect(!advice.missing.contains { $0.hasPrefix("Ages") })
    // A second archive with emotions is joined to the first.
    try write("baby photos/A02F10HA1.jpg")
    let joined = try self.survey().1
    #expect(
      commands(joined).contains(
        "smilestone manifest join 'baby photos.csv' fer.csv --out faces.csv"))
  }

  @Test func whatCannotBeLookedAtIsRefused() throws {
    func message(_ url: URL) -> String? {
      let error = #expect(throws: SmilestoneError.self) { try FolderSurvey(url) }
      #expect(error?.code == .badInput)
      return error?.description
    }
    #expect(message(folder.url)?.contains("holds no images, videos or tables") == true)
    #expect(message(folder.file("nowhere"))?.contains("does not exist") == true)
    try folder.write("{}", to: "run/study.json")
    #expect(message(folder.file("run"))?.contains("is the run folder of a study") == true)
    let file = try folder.write("image\n", to: "faces.csv")
    #expect(message(file)?.contains("is a file, not a folder") == true)
    try write("locked/a.jpg")
    let locked = folder.file("locked").path
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: locked)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: locked)
    }
    if !FileManager.default.isReadableFile(atPath: locked) {
      #expect(message(URL(fileURLWithPath: locked))?.contains("cannot be listed") == true)
    }
  }
}
