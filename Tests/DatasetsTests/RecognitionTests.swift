import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

/// What a folder or a table is known by, and what is cited for its faces.
@Suite struct RecognitionTests {
  /// Files that make a place look like a data set.
  static let places: [(name: String?, files: [String: String])] = [
    ("folders", ["happy/1.jpg": "", "odd/2.jpg": ""]),
    ("folders", ["train/sad/1.png": ""]),
    ("tif", ["A02F10HA1.jpg": "", "readme.jpg": ""]),
    ("utkface", ["part1/25_0_1_20170116174525125.jpg.chip.jpg": ""]),
    ("fgnet", ["images/001A02a.JPG": "", "points/001a02a.pts": ""]),
    ("affectnet", ["training.csv": "subDirectory_filePath,expression\n", "1/a.jpg": ""]),
    ("affectnet", ["images/1.jpg": "", "annotations/1_exp.npy": ""]),
    ("affectnet", ["happy/1.jpg": "", "labels.csv": "pth,label\nhappy/1.jpg,sad\n"]),
    ("fer2013", ["fer2013.csv": "emotion,pixels,Usage\n"]),
    ("fer2013", ["FER2013Train/fer0000001.png": ""]),
    ("kdef", ["happy/AF01HAS.JPG": "", "sad/AF01SAS.JPG": ""]),
    ("rafd", ["Rafd090_01_Caucasian_female_angry_frontal.jpg": ""]),
    ("nimh-chefs", ["M10HS_6767.jpg": ""]), ("faces", ["004_o_m_a_a.jpg": ""]),
    ("morph", ["009055_1M54.JPG": ""]), ("agedb", ["0_MariaCallas_35_f.jpg": ""]),
    ("cacd", ["14_Aaron_Johnson_0001.jpg": ""]), ("jaffe", ["KA.AN1.39.png": ""]),
    ("rafdb", ["train/1/train_00001_aligned.jpg": "", "test/2/test_00001_aligned.jpg": ""]),
    (
      "fairface",
      ["fairface_label_val.csv": "file,age,gender,race,service_test\n", "val/1.jpg": ""]
    ),
    ("adience", ["fold_0_data.txt": "user_id\toriginal_image\tface_id\tage\tgender\n"]),
    (
      "appa-real", ["gt_avg_train.csv": "file_name,apparent_age_avg,real_age\n", "train/1.jpg": ""]
    ),
    ("fer2013", ["train.csv": "emotion,pixels\n", "test.csv": "pixels\n"]),
    (
      "yolo",
      [
        "data.yaml": "names: [anger]\n", "train/images/a.jpg": "",
        "train/labels/a.txt": "0 0.5 0.5 0.9 0.9\n",
      ]
    ),
    (
      "affectnet",
      [
        "data.yaml": "names: [Anger]\n", "train/images/image0000006.jpg": "",
        "train/labels/image0000006.txt": "0 0.5 0.5 0.9 0.9\n",
      ]
    ),
    ("imagefolder", ["train/1.jpg": "", "train/metadata.csv": "file_name,label\n"]),
    ("imagefolder", ["images/1.jpg": "", "metadata.csv": "file_name,text\n"]),
    ("rafdb", ["EmoLabel/list_patition_label.txt": "", "Image/aligned/a.jpg": ""]),
    ("rafdb", ["EmoLabel/list_partition_label.txt": "", "Image/aligned/a.jpg": ""]),
    (
      "rafdb",
      ["train/train_00001.jpg": "", "train_labels.csv": "image,label\ntrain_00001.jpg,5\n"]
    ),
    ("kdef", ["af01/af01ans.jpg": ""]), ("tif", ["a02f10ha1.jpg": ""]),
    (
      "yolo",
      [
        "labels/classes.txt": "anger\nhappy\n", "images/a.jpg": "",
        "labels/a.txt": "0 0.5 0.5 0.9 0.9\n",
      ]
    ),
    // Unpacked into folders of their own.
    (
      "fairface",
      ["x/y/fairface_label_val.csv": "file,age,gender,race,service_test\n", "x/y/val/1.jpg": ""]
    ),
    ("adience", ["x/y/fold_0_data.txt": "user_id\toriginal_image\tface_id\tage\tgender\n"]),
    (
      "appa-real",
      ["x/gt_avg_train.csv": "file_name,apparent_age_avg,real_age\n", "x/train/1.jpg": ""]
    ),
    ("fer2013", ["x/fer2013.csv": "emotion,pixels,Usage\n"]),
    ("fer2013", ["x/FER2013Train/fer0000001.png": ""]),
    ("affectnet", ["x/happy/1.jpg": "", "x/labels.csv": "pth,label\nhappy/1.jpg,sad\n"]),
    ("affectnet", ["x/train_set/images/1.jpg": "", "x/train_set/annotations/1_exp.npy": ""]),
    ("rafdb", ["x/basic/EmoLabel/list_patition_label.txt": "", "x/basic/Image/aligned/a.jpg": ""]),
    // Names that almost fit, lists of something else, and nothing at all.
    (nil, ["A02F10.jpg": "", "25_0_1.jpg": "", "IMG_0001.jpg": ""]),
    (nil, ["training.csv": "image,emotion\n", "1/a.jpg": ""]),
    (nil, ["readme.txt": ""]),
  ]

  /// Which numbers stand for which emotions is not known.
  @Test func numberedFoldersAreNamed() throws {
    let folder = try TemporaryFolder()
    for path in ["train/10/a.jpg", "train/2/a.jpg", "test/0/a.jpg", "test/1/a.jpg"] {
      try folder.write("", to: path)
    }
    let place = try DatasetPlace(folder.url)
    #expect(try DatasetAdapters.recognised(in: place) == nil)
    #expect(place.numberedFoldersInWords?.contains("called 0, 1, 2, …") == true)
    #expect(place.numberedFoldersInWords?.contains("--value emotion:0=happy") == true)
    try folder.write("", to: "other/a.jpg")
    #expect(try DatasetPlace(folder.url).numberedFoldersInWords == nil)
  }

  @Test(arguments: places) func placesAreRecognised(name: String?, files: [String: String]) throws {
    let folder = try TemporaryFolder()
    for (file, text) in files { try folder.write(text, to: file) }
    let found = try DatasetAdapters.recognised(in: DatasetPlace(folder.url))
    #expect(found.map { type(of: $0).name } == name)
  }

  @Test func tablesAreRecognisedByTheirColumns() throws {
    let folder = try TemporaryFolder()
    let contest = try folder.write("emotion,pixels,Usage\n", to: "a.csv")
    let manifest = try folder.write("image,emotion\n", to: "b.csv")
    let found = try DatasetAdapters.recognised(in: DatasetPlace(contest))
    #expect(found is FER2013Adapter)
    #expect(try DatasetAdapters.recognised(in: DatasetPlace(manifest)) == nil)
  }

  @Test func whatCouldBeSeveralIsAsked() throws {
    let folder = try TemporaryFolder()
    for file in ["A02F10HA1.jpg", "25_0_1_20170116174525125.jpg"] { try folder.write("", to: file) }
    let error = #expect(throws: SmilestoneError.self) {
      try DatasetAdapters.recognised(in: DatasetPlace(folder.url))
    }
    #expect(error?.code == .usage)
    for name in ["tif", "utkface"] {
      #expect(error?.remedy?.contains("\(name):\(folder.url.path)") == true)
    }
  }

  @Test func missingFoldersAreNamed() {
    #expect(throws: SmilestoneError.self) {
      try DatasetPlace(URL(fileURLWithPath: "/nowhere/at/all"))
    }
  }

  // MARK: Citations

  private func keys(_ sources: String?..., votes: [Double]? = nil) -> [String] {
    DatasetAdapters.references(
      for: sources.map { FaceRecord(image: "a.png", source: $0, votes: votes) }
    ).map(\.key)
  }

  @Test func citationsFollowTheWholeSource() {
    #expect(keys("TIF") == ["maack2017tromso"])
    #expect(keys("tif", "UTKFace") == ["maack2017tromso", "zhang2017age"])
    #expect(keys("beautiful", "raft", "my AffectNet", nil).isEmpty)
    #expect(keys("FFHQ") == ["karras2019style"])
  }

  @Test func votesAreCitedWhereThereAreSome() {
    #expect(keys("FER2013") == ["goodfellow2013challenges"])
    #expect(
      keys("FER2013", votes: [0, 0, 0, 1, 0, 0, 0])
        == ["goodfellow2013challenges", "barsoum2016training"])
  }

  @Test func namesAndReferencesAreUnique() {
    let names = DatasetAdapters.all.map { $0.name }
    #expect(Set(names).count == names.count)
    let keys = DatasetAdapters.all.flatMap { $0.citations }.map(\.reference.key)
    #expect(Set(keys).count == keys.count)
  }
}
