import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

private func read(
  _ folder: TemporaryFolder, _ change: (inout ImportOptions) -> Void = { _ in }
) throws -> ImportedDataset {
  var options = ImportOptions()
  change(&options)
  return try AffectNetAdapter().read(folder.url, options: options)
}

/// 68 points whose eyes have their centres at (30, 40) and (70, 42).
private let landmarks: [Double] = (0..<68).flatMap { point -> [Double] in
  switch point {
  case 36..<42: [30 + Double(point - 36) - 2.5, 40]
  case 42..<48: [70, 42 + 2 * (Double(point - 42) - 2.5)]
  default: [1, 2]
  }
}

@Suite struct AffectNetListTests {
  @Test func theLineOfNamesIsKnownInAnyCase() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "1/a.jpg")
    try folder.write(
      "SubDirectory_FilePath,Face_x,Face_y,Face_width,Face_height,Facial_landmarks,Expression,"
        + "Arousal, Valence\n1/a.jpg,0,0,24,24,,1,-0.2,0.9\n", to: "Training.csv")
    let dataset = try read(folder)
    #expect(dataset.manifest.records.map(\.split) == [.train])
    #expect(dataset.manifest.values(ofExtraColumn: "valence") == ["0.9"])
    #expect(dataset.manifest.values(ofExtraColumn: "arousal") == ["-0.2"])
    #expect(dataset.skipped.isEmpty)
  }

  @Test(arguments: [";", "\t"]) func otherDividersAreRead(divider: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "1/a.jpg")
    let text = header + "1/a.jpg,0,0,24,24,,1,0.5,0.5\n"
    try folder.write(text.replacing(",", with: divider), to: "training.csv")
    #expect(try read(folder).manifest.records.map(\.emotion) == [.happy])
  }

  @Test func boxesThatAreNotInPixelsAreListed() throws {
    let folder = try TemporaryFolder()
    for name in ["1/a.jpg", "1/b.jpg"] { try folder.write("", to: name) }
    try folder.write(
      header + "1/a.jpg,0.1,0.1,0.5,0.5,,1,0,0\n1/b.jpg,0,0,24,24,,1,0,0\n", to: "training.csv")
    let dataset = try read(folder)
    #expect(dataset.manifest.values(ofExtraColumn: "face_width") == ["", "24"])
    #expect(dataset.skipped.first?.reason.hasPrefix("a face box of 0.5 × 0.5 is below 8") == true)
  }

  private let header =
    "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,"
    + "valence,arousal\n"
  private let points = landmarks.map { "\($0)" }.joined(separator: ";")

  @Test func listsAreJoinedByPath() throws {
    let folder = try TemporaryFolder()
    for path in ["1/a.jpg", "1/b.jpg", "2/a.jpg", "2/c.png", "3/extra.jpg"] {
      try folder.write("", to: "Manually_Annotated_Images/\(path)")
    }
    try folder.write(
      header + "1/a.jpg,10,20,100,110,\(points),1,0.5,-0.25\n"
        + "1/b.jpg,1,2,0,0,,10,-2,-2\n2/c.png,0,0,9,9,,7,0,0\n1/gone.jpg,0,0,9,9,,0,0,0\n",
      to: "Manually_Annotated_file_lists/training.csv")
    // The validation list is distributed without a line of names.
    try folder.write(
      "2/a.jpg,0,0,50,60,,6,-1,1\n", to: "Manually_Annotated_file_lists/validation.csv")
    let dataset = try read(folder)
    #expect(
      dataset.manifest.records == [
        FaceRecord(
          image: "Manually_Annotated_Images/1/a.jpg", source: "AffectNet", emotion: .happy,
          split: .train,
          extra: ["10", "20", "100", "110", "30", "40", "70", "42", "0.5", "-0.25"]),
        FaceRecord(
          image: "Manually_Annotated_Images/2/a.jpg", source: "AffectNet", emotion: .anger,
          split: .validation,
          extra: ["0", "0", "50", "60", "", "", "", "", "-1", "1"]),
      ])
    #expect(
      dataset.manifest.extraColumns == FacePlace.columns + ["valence", "arousal"])
    #expect(
      dataset.skipped.map { "\($0.image): \($0.reason)" } == [
        "training.csv, line 5: there is no image “1/gone.jpg”",
        "Manually_Annotated_Images/1/b.jpg: its label “no-face” is not one of the seven emotions",
        "Manually_Annotated_Images/2/c.png: its label “contempt” is not one of the seven emotions",
        "Manually_Annotated_Images/3/extra.jpg: no list names it",
      ])
    #expect(
      dataset.summary == [
        "2 faces", "  anger: 1", "  happy: 1", "  for train: 1", "  for validation: 1",
        "rows of labels not used: 1", "  there is no image “…”: 1", "left out: 3",
        "  its label “contempt” is not one of the seven emotions: 1",
        "  its label “no-face” is not one of the seven emotions: 1", "  no list names it: 1",
      ])

    let kept = try read(folder) { $0.keepsOtherLabels = true }
    #expect(
      kept.manifest.records.map(\.image) == [
        "Manually_Annotated_Images/1/a.jpg", "Manually_Annotated_Images/1/b.jpg",
        "Manually_Annotated_Images/2/c.png", "Manually_Annotated_Images/2/a.jpg",
      ])
    #expect(
      kept.manifest.values(ofExtraColumn: "source_label") == ["", "no-face", "contempt", ""])
    #expect(kept.manifest.values(ofExtraColumn: "face_width") == ["100", "", "9", "50"])
    #expect(kept.manifest.values(ofExtraColumn: "valence") == ["0.5", "", "0", "-1"])
  }

  @Test(
    arguments: zip(
      0..<7, [Emotion.neutral, .happy, .sad, .surprise, .fear, .disgust, .anger]))
  func codesAreAffectNets(code: Int, emotion: Emotion) throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "a.jpg")
    try folder.write(header + "a.jpg,0,0,24,24,,\(code),0,0\n", to: "training.csv")
    #expect(try read(folder).manifest.records.map(\.emotion) == [emotion])
  }

  @Test(arguments: [
    ("b.jpg,0,0,24,24,,11,0,0", "“11” is not an expression code"),
    ("b.jpg,0,0,24,24,,happy,0,0", "“happy” is not an expression code"),
    ("../b.jpg,0,0,24,24,,1,0,0", "“../b.jpg” leads out of"),
    ("/etc/b.jpg,0,0,24,24,,1,0,0", "“/etc/b.jpg” leads out of"),
    (",0,0,24,24,,1,0,0", "it names no image"),
    ("a.jpg,0,0,24,24,,1,0,0", "it repeats line 2 on a.jpg"),
  ])
  func badRowsAreListed(row: String, reason: String) throws {
    let folder = try TemporaryFolder()
    for name in ["a.jpg", "b.jpg"] { try folder.write("", to: name) }
    try folder.write(header + "a.jpg,0,0,24,24,,1,0,0\n\(row)\n", to: "training.csv")
    let dataset = try read(folder)
    #expect(dataset.manifest.records.map(\.image) == ["a.jpg"])
    #expect(dataset.skipped.first?.image == "training.csv, line 3")
    #expect(dataset.skipped.first?.reason.hasPrefix(reason) == true, "\(dataset.skipped)")
  }

  @Test(arguments: [
    ("b.jpg,0,0,24,24,,1,1.5,0", "“1.5” is not a valence or arousal"),
    ("b.jpg,0,0,24,24,,1,0,nan", "“nan” is not a valence or arousal"),
    ("b.jpg,0,0,wide,24,,1,0,0", "“0, 0, wide, 24” is not a face box"),
    ("b.jpg,0,0,24,24,1;2;3,1,0,0", "its landmarks are not 68 points"),
    ("b.jpg,0,0,24,24,1;2;x,1,0,0", "its landmarks are not 68 points"),
  ])
  func anOddCellCostsNoFace(row: String, reason: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "b.jpg")
    try folder.write(header + "\(row)\n", to: "training.csv")
    let dataset = try read(folder)
    #expect(dataset.manifest.records.map(\.emotion) == [.happy])
    #expect(dataset.skipped.map(\.stage) == ["cell"])
    #expect(dataset.skipped.first?.reason.hasPrefix(reason) == true, "\(dataset.skipped)")
  }

  @Test func contradictingRowsLeaveTheImageOut() throws {
    let folder = try TemporaryFolder()
    for name in ["a.jpg", "b.jpg"] { try folder.write("", to: name) }
    try folder.write(
      header + "a.jpg,0,0,24,24,,1,0,0\nb.jpg,0,0,24,24,,2,0,0\n./a.jpg,0,0,24,24,,3,0,0\n",
      to: "training.csv")
    let dataset = try read(folder)
    #expect(dataset.manifest.records.map(\.image) == ["b.jpg"])
    #expect(
      dataset.skipped.map(\.reason) == [
        "it contradicts line 2 on a.jpg", "rows of its table contradict each other",
      ])
  }

  @Test func aNameThatSeveralImagesHaveIsListed() throws {
    let folder = try TemporaryFolder()
    for name in ["1/a.jpg", "2/a.jpg", "b.jpg"] { try folder.write("", to: name) }
    try folder.write(
      header + "a.jpg,0,0,24,24,,1,0,0\nb.jpg,0,0,24,24,,2,0,0\n", to: "training.csv")
    let dataset = try read(folder)
    #expect(dataset.manifest.records.map(\.image) == ["b.jpg"])
    #expect(dataset.skipped.first?.reason == "2 images are named “a.jpg”")
  }
}

@Suite struct AffectNetAnnotationTests {
  @Test func annotationsLieBesideTheImages() throws {
    let folder = try TemporaryFolder()
    for (path, code) in [
      ("train_set/images/0", "1"), ("train_set/images/1", "7"), ("val_set/images/2", "6"),
    ] {
      try folder.write("", to: "\(path).jpg")
      let base = path.replacingOccurrences(of: "images", with: "annotations")
      try folder.writeNumPy(code, to: "\(base)_exp.npy")
      try folder.writeNumPy("0.25", to: "\(base)_val.npy")
      try folder.writeNumPy([-0.5], to: "\(base)_aro.npy")
    }
    try folder.writeNumPy(landmarks, to: "val_set/annotations/2_lnd.npy")
    try folder.write("", to: "train_set/images/10.jpg")
    try folder.write("", to: "train_set/loose.jpg")
    try folder.writeNumPy("1", to: "train_set/annotations/99_exp.npy")
    try folder.write("", to: "val_set/images/11.jpg")
    try folder.writeNumPy("11", to: "val_set/annotations/11_exp.npy")
    try folder.write("", to: "val_set/images/12.jpg")
    try folder.write("not numpy", to: "val_set/annotations/12_exp.npy")
    let dataset = try read(folder)
    #expect(
      dataset.manifest.records == [
        FaceRecord(
          image: "train_set/images/0.jpg", source: "AffectNet", emotion: .happy, split: .train,
          extra: ["", "", "", "", "0.25", "-0.5"]),
        FaceRecord(
          image: "val_set/images/2.jpg", source: "AffectNet", emotion: .anger, split: .validation,
          extra: ["30", "40", "70", "42", "0.25", "-0.5"]),
      ])
    #expect(
      dataset.skipped.map { "\($0.stage) \($0.image)" } == [
        "label train_set/annotations/99_exp.npy", "manifest train_set/images/1.jpg",
        "manifest train_set/images/10.jpg", "manifest train_set/loose.jpg",
        "manifest val_set/images/11.jpg", "manifest val_set/images/12.jpg",
      ])
    #expect(dataset.skipped[2].reason == "it has no annotations/10_exp.npy")
    #expect(dataset.skipped[5].reason.contains("it is not a NumPy file"))
  }
}

@Suite struct AffectNetFolderTests {
  @Test func theTableOverridesTheFolder() throws {
    let folder = try TemporaryFolder()
    for path in [
      "anger/image0000006.jpg", "happy/ffhq_2508.png", "contempt/image0000002.jpg",
      "sad/image0000009.jpg", "other/image0000003.jpg",
    ] {
      try folder.write("", to: path)
    }
    try folder.write(
      ",pth,label,relFCs\n0,anger/image0000006.jpg,surprise,0.87\n1,happy/ffhq_2508.png,happy,1\n"
        + "2,contempt/image0000002.jpg,neutral,0.5\n3,sad/none.jpg,sad,1\n4,sad/image0000009.jpg,"
        + "glum,1\n", to: "labels.csv")
    let dataset = try read(folder)
    let records = dataset.manifest.records
    #expect(
      records.map(\.image) == [
        "anger/image0000006.jpg", "contempt/image0000002.jpg", "happy/ffhq_2508.png",
        "sad/image0000009.jpg",
      ])
    #expect(records.map(\.emotion) == [.surprise, .neutral, .happy, .sad])
    #expect(records.map(\.source) == ["AffectNet", "AffectNet", "FFHQ", "AffectNet"])
    #expect(dataset.manifest.values(ofExtraColumn: "relFCs") == ["0.87", "0.5", "1", ""])
    #expect(
      dataset.skipped.map { "\($0.image): \($0.reason)" } == [
        "labels.csv, line 5: there is no image “sad/none.jpg”",
        "labels.csv, line 6: “glum” is not an emotion; say what it means with "
          + "--value emotion:glum=happy, say",
        "other/image0000003.jpg: the folder “other” is not one of the seven emotions; "
          + "--value emotion:other=happy says what such a name means",
      ])
  }

  @Test func foldersDoWithoutATable() throws {
    let folder = try TemporaryFolder()
    for path in ["Train/Anger/a.jpg", "Test/Contempt/b.jpg"] { try folder.write("", to: path) }
    let dataset = try read(folder)
    #expect(dataset.manifest.records.map(\.emotion) == [.anger])
    #expect(dataset.manifest.records.map(\.split) == [.train])
    #expect(dataset.skipped.count == 1)
  }
}
