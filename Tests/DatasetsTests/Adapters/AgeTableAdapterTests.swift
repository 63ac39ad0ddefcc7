import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

/// Sets whose tables have ages: FairFace, Adience, APPA-REAL.
@Suite struct AgeTableAdapterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func fairFaceIsRead() throws {
    for image in ["train/1.jpg", "train/2.jpg", "val/1.jpg"] { try folder.write("", to: image) }
    try folder.write(
      "file,age,gender,race,service_test\ntrain/1.jpg,0-2,Male,East Asian,True\n"
        + "train/2.jpg,3-9,Female,White,False\n", to: "fairface_label_train.csv")
    try folder.write(
      "file,age,gender,race,service_test\nval/1.jpg,more than 70,Male,Black,True\n",
      to: "fairface_label_val.csv")
    let dataset = try FairFaceAdapter().read(folder.url)
    #expect(
      dataset.manifest.records == [
        FaceRecord(
          image: "train/1.jpg", source: "FairFace", ageGroup: .toddler, sex: .male,
          ethnicity: "East Asian", split: .train, extra: ["0-2"]),
        FaceRecord(
          image: "train/2.jpg", source: "FairFace", sex: .female, ethnicity: "White",
          split: .train, extra: ["3-9"]),
        FaceRecord(
          image: "val/1.jpg", source: "FairFace", ageGroup: .adult, sex: .male,
          ethnicity: "Black", split: .validation, extra: ["70+"]),
      ])
    #expect(dataset.skipped.isEmpty, "\(dataset.skipped)")
  }

  @Test func archivesMayLieInFoldersOfTheirOwn() throws {
    try folder.write("", to: "f/img/train/1.jpg")
    try folder.write(
      "file,age,gender,race\ntrain/1.jpg,0-2,unknown,White\n", to: "f/fairface_label_train.csv")
    try folder.write("", to: "a/b/aligned/u1@N01/landmark_aligned_face.7.a_o.jpg")
    try folder.write(
      "user_id\toriginal_image\tface_id\tage\tgender\nu1@N01\ta_o.jpg\t7\t(25, 32)\tf\n",
      to: "a/b/fold_0_data.txt")
    try folder.write("", to: "r/x/train/000000.jpg_face.jpg")
    try folder.write("", to: "r/x/gt_train.csv")
    try folder.write("file_name,real_age\n000000.jpg,4\n", to: "r/x/gt_avg_train.csv")
    let fairFace = try FairFaceAdapter().read(folder.file("f"))
    #expect(fairFace.manifest.records.map(\.image) == ["img/train/1.jpg"])
    #expect(fairFace.skipped.isEmpty, "\(fairFace.skipped)")
    #expect(try AdienceAdapter().read(folder.file("a")).manifest.records.map(\.sex) == [.female])
    let appaReal = try APPARealAdapter().read(folder.file("r"))
    #expect(appaReal.manifest.records.map(\.ageInYears) == [4])
    #expect(appaReal.skipped.map(\.image) == ["x/gt_train.csv"])
  }

  @Test func adienceIsRead() throws {
    let images = [
      "aligned/u1@N01/landmark_aligned_face.7.a_o.jpg",
      "aligned/u1@N01/landmark_aligned_face.8.a_o.jpg",
      "faces/u2@N02/coarse_tilt_aligned_face.9.b_o.jpg",
    ]
    for image in images { try folder.write("", to: image) }
    let header = "user_id\toriginal_image\tface_id\tage\tgender\tx\ty\tdx\tdy\ttilt_ang\n"
    try folder.write(
      header + "u1@N01\ta_o.jpg\t7\t(25, 32)\tf\t0\t0\t9\t9\t0\n"
        + "u1@N01\ta_o.jpg\t8\tNone\t\t0\t0\t9\t9\t0\n"
        + "u2@N02\tgone.jpg\t1\t35\tm\t0\t0\t9\t9\t0\n", to: "fold_0_data.txt")
    try folder.write(
      header + "u2@N02\tb_o.jpg\t9\t35\tu\t0\t0\t9\t9\t0\n", to: "fold_3_data.txt")
    let dataset = try AdienceAdapter().read(folder.url)
    #expect(dataset.manifest.records.map(\.subject) == ["u1@N01", "u1@N01", "u2@N02"])
    #expect(dataset.manifest.records.map(\.ageGroup) == [.adult, nil, .adult])
    #expect(dataset.manifest.records.map(\.ageInYears) == [nil, nil, 35])
    #expect(dataset.manifest.records.map(\.sex) == [.female, nil, nil])
    #expect(dataset.manifest.values(ofExtraColumn: "fold") == ["0", "0", "3"])
    #expect(dataset.manifest.values(ofExtraColumn: "age_range") == ["25-32", "", ""])
    #expect(dataset.skipped.map(\.image) == ["fold_0_data.txt, line 4"])
  }

  @Test func facesOfAPPARealGoBeforeWholeImages() throws {
    for image in ["train/0.jpg", "train/0.jpg_face.jpg", "test/1.jpg"] {
      try folder.write("", to: image)
    }
    let header = "file_name,num_ratings,apparent_age_avg,apparent_age_std,real_age\n"
    try folder.write(header + "0.jpg,36,5.056,1.286,4\n", to: "gt_avg_train.csv")
    try folder.write(header + "1.jpg,30,40.5,3,140\n2.jpg,30\n", to: "gt_avg_test.csv")
    let dataset = try APPARealAdapter().read(folder.url)
    #expect(dataset.skipped.first?.image == "gt_avg_test.csv, line 3")
    #expect(
      dataset.manifest.records == [
        FaceRecord(
          image: "train/0.jpg_face.jpg", source: "APPA-REAL", ageInYears: 4, ageSource: .label,
          ageGroup: .youngerChild, split: .train, extra: ["5.056", "1.286"]),
        FaceRecord(image: "test/1.jpg", source: "APPA-REAL", split: .test, extra: ["40.5", "3"]),
      ])
    #expect(dataset.skipped.map(\.stage) == ["label", "cell"])
  }

  @Test func theContestsTrainingFileOfFER2013HasNoSplit() throws {
    let pixels = Array(repeating: "7", count: 48 * 48).joined(separator: " ")
    let table = try folder.write("emotion,pixels\n3,\(pixels)\n", to: "train.csv")
    var options = ImportOptions()
    options.imageFolder = folder.file("images")
    let dataset = try FER2013Adapter().read(table, options: options)
    #expect(dataset.manifest.records.map(\.emotion) == [.happy])
    #expect(dataset.manifest.records.map(\.split) == [nil])
    #expect(dataset.manifest.records.map(\.image) == ["train-00000.png"])
  }
}
