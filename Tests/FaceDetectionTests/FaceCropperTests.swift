import FaceDetection
import Faces
import Foundation
import Imaging
import Support
import TestSupport
import Testing

/// Finds one face for each 10 pixels of width, the surest first, each smaller and further right.
private struct RulerFinder: FaceFinder {
  let name = "ruler 1"

  func foundFaces(in image: RGBImage) -> [FoundFace] {
    (0..<image.width / 10).map { index in
      let side = Double(10 - index)
      let box = FaceBox(x: Double(10 * index) + 5 - side / 2, y: 0, width: side, height: side)
      return FoundFace(FacePlace(box: box), confidence: Double(10 - index))
    }
  }
}

@Suite struct FaceCropperTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// An image whose red tells the column, by ten levels.
  private func write(_ name: String, width: Int) throws {
    var pixels: [UInt8] = []
    for _ in 0..<20 {
      for column in 0..<width { pixels += [UInt8(10 * (column % 25)), 0, 0] }
    }
    let place = try folder.write("", to: name)
    try RGBImage(width: width, height: 20, pixels: pixels).pngData().write(to: place)
  }

  private func crop(
    _ manifest: Manifest, finder: (any FaceFinder)? = nil,
    _ change: (inout FaceCropping) -> Void = { _ in }
  ) throws -> CroppedFaces {
    var cropping = FaceCropping()
    cropping.margin = 0
    cropping.sizeInPixels = 10
    change(&cropping)
    return try FaceCropper(cropping, finder: finder).crop(manifest, into: folder.file("out"))
  }

  private func red(_ face: String?, x: Int) throws -> UInt8 {
    let image = try RGBImage(contentsOf: folder.file("out/\(try #require(face))"))
    return image.pixels[3 * x]
  }

  @Test func placesThatAreNotInPixelsAreRefused() throws {
    try write("one.png", width: 25)
    let manifest = Manifest(
      folder: folder.url, extraColumns: FacePlace.columns,
      records: [
        FaceRecord(image: "one.png", extra: ["0.25", "0.25", "0.5", "0.5", "", "", "", ""]),
        FaceRecord(image: "one.png", extra: ["", "", "", "", "0.3", "0.4", "0.7", "0.4"]),
        FaceRecord(image: "one.png", extra: ["2", "2", "8", "8", "", "", "", ""]),
      ], vocabulary: .study)
    let faces = try crop(manifest)
    #expect(faces.count == 1)
    #expect(faces.outcomes[0].problem?.contains("is it relative to the image?") == true)
    #expect(faces.outcomes[1].problem?.contains("are they relative to the image?") == true)
    #expect(faces.problems.map(\.count) == [1, 1])
  }

  /// A PNG of 40 × 20 pixels, turned as EXIF's orientation 6 says, with a dark square on grey at
  /// (2, 3) to (12, 13) of the stored pixels.
  private func writeTurned(_ name: String) throws {
    var pixels: [UInt8] = []
    for row in 0..<20 {
      for column in 0..<40 {
        let isDark = (2..<12).contains(column) && (3..<13).contains(row)
        pixels += Array(repeating: isDark ? 0 : 200, count: 3)
      }
    }
    var png = Array(try RGBImage(width: 40, height: 20, pixels: pixels).pngData())
    // "eXIf": one tag, 0x0112, in big-endian TIFF; after IHDR, with its CRC.
    let tiff: [UInt8] = [
      0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
    ]
    let body = Array("eXIf".utf8) + tiff
    let length = withUnsafeBytes(of: UInt32(tiff.count).bigEndian, Array.init)
    let crc = withUnsafeBytes(of: Self.crc(body).bigEndian, Array.init)
    png.insert(contentsOf: length + body + crc, at: 33)
    try Data(png).write(to: folder.write("", to: name))
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF as UInt32) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in
        crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1
      }
    }
  }

  @Test func placesOnTurnedImagesAreCountedAndTurnedWhereAsked() throws {
    try writeTurned("turned.png")
    // Upright, the stored point (x, y) lies at (20 − y, x): the dark square at (7, 2) to (17, 12).
    func manifest(_ box: [String]) -> Manifest {
      Manifest(
        folder: folder.url, extraColumns: FacePlace.columns,
        records: [FaceRecord(image: "turned.png", extra: box + ["", "", "", ""])],
        vocabulary: .study)
    }
    let upright = try crop(manifest(["7", "2", "10", "10"]))
    #expect(upright.turnedPlaces == 1)
    #expect(try (0..<10).map { try red(upright.outcomes[0].face, x: $0) }.allSatisfy { $0 == 0 })
    let stored = try crop(manifest(["2", "3", "10", "10"])) { $0.placesAreAsStored = true }
    #expect(stored.outcomes[0].square == upright.outcomes[0].square)
    let table = try String(contentsOf: folder.file("out/faces.csv"), encoding: .utf8)
    #expect(table.contains("place_is_turned") && table.contains(",yes,"))
  }

  @Test func placesInTheManifestAreCutOut() throws {
    try write("a/one.png", width: 25)
    try write("two.png", width: 25)
    try folder.write("no image", to: "three.png")
    let columns = ["note"] + FacePlace.columns
    let manifest = Manifest(
      folder: folder.url, extraColumns: columns,
      records: [
        FaceRecord(
          image: "a/one.png", emotion: .happy,
          extra: ["x", "5", "2", "10", "10", "", "", "", ""]),
        FaceRecord(image: "two.png", extra: ["y"]),
        FaceRecord(image: "three.png", extra: ["z", "5", "2", "10", "10"]),
        FaceRecord(image: "two.png", extra: ["far", "900", "2", "10", "10"]),
      ], vocabulary: .study)
    let faces = try crop(manifest)
    #expect(faces.count == 1)
    #expect(faces.outcomes.map(\.face) == ["faces/1-one.png", nil, nil, nil])
    #expect(faces.outcomes[1].problem == "where its face is, is not known")
    #expect(faces.outcomes[2].problem?.contains("three.png") == true)
    #expect(faces.outcomes[3].problem == "its face lies outside of the image")
    #expect(try red("faces/1-one.png", x: 0) == 50)
    #expect(try red("faces/1-one.png", x: 9) == 140)

    let cut = try Manifest(contentsOf: folder.file("out/manifest.csv"))
    #expect(cut.extraColumns == ["note", "original"])
    #expect(
      cut.records == [
        FaceRecord(
          image: "faces/1-one.png", emotion: .happy, extra: ["x", folder.file("a/one.png").path])
      ])
    let table = try CSVReader(contentsOf: folder.file("out/faces.csv"))
    var rows: [[String]] = []
    try table.forEachRow { rows.append($0.fields) }
    #expect(rows.count == 4)
    #expect(
      rows[0].dropFirst()
        == ["faces/1-one.png", "no", "10.0", "7.0", "10.0", "0.0", "no", "", ""])
    #expect(rows[1].last == "where its face is, is not known")
  }

  @Test func theLargestOrTheMostCentralFaceIsTaken() throws {
    try write("a.png", width: 25)
    let manifest = Manifest(
      folder: folder.url, records: [FaceRecord(image: "a.png")], vocabulary: .study)
    let largest = try crop(manifest, finder: RulerFinder())
    #expect(try red(largest.outcomes[0].face, x: 0) == 0)
    #expect(largest.outcomes[0].wasLookedFor)
    let central = try crop(manifest, finder: RulerFinder()) { $0.choice = .central }
    #expect(central.outcomes[0].square?.centreX == 15)
  }

  /// So that a paper cites it.
  @Test func theManifestSaysWhatFoundAFace() throws {
    try write("a.png", width: 25)
    let columns = FacePlace.columns
    let given = ["2", "2", "8", "8", "", "", "", ""]
    let manifest = Manifest(
      folder: folder.url, extraColumns: columns,
      records: [given, columns.map { _ in "" }].map { FaceRecord(image: "a.png", extra: $0) },
      vocabulary: .study)
    _ = try crop(manifest, finder: RulerFinder())
    let written = try Manifest(contentsOf: folder.file("out/manifest.csv"))
    #expect(written.values(ofExtraColumn: Manifest.faceDetectorColumn) == ["", "ruler 1"])
    #expect(FaceDetector.references(for: written).isEmpty)
    // Faces that are cut out once more keep what found them.
    _ = try crop(written.givingPlaces(given))
    var again = try Manifest(contentsOf: folder.file("out/manifest.csv"))
    #expect(again.values(ofExtraColumn: Manifest.faceDetectorColumn) == ["", "ruler 1"])
    again.setExtraColumn(Manifest.faceDetectorColumn, to: ["", "dlib 19.24"])
    #expect(FaceDetector.references(for: again).map(\.key).contains("king2009dlib"))
  }

  @Test func ratesAreCountedByAgeGroup() throws {
    try write("wide.png", width: 25)
    try write("narrow.png", width: 9)
    let manifest = Manifest(
      folder: folder.url, extraColumns: FacePlace.columns,
      records: [
        FaceRecord(image: "wide.png", ageInYears: 2),
        FaceRecord(image: "narrow.png", ageInYears: 3),
        FaceRecord(image: "narrow.png", ageGroup: .adult),
        FaceRecord(image: "wide.png"),
        // Its place is known, so it is not looked for.
        FaceRecord(image: "wide.png", ageGroup: .teenager, extra: ["5", "5", "9", "9"]),
      ], vocabulary: .study)
    let faces = try crop(manifest, finder: RulerFinder())
    let rates = faces.detectionRates.map {
      "\($0.ageGroup?.rawValue ?? "") \($0.found)/\($0.lookedFor)"
    }
    #expect(rates == ["toddler 1/2", "adult 0/1", " 1/1"])
    #expect(faces.outcomes[1].problem == "no face was found")
    #expect(faces.count == 3)
  }

  @Test(arguments: [["5", "5", "9", ""], ["5", "5", "9", "x"], ["5", "5", "9", "-1"]])
  func badPlacesAreNamed(cells: [String]) throws {
    try write("a.png", width: 25)
    let manifest = Manifest(
      folder: folder.url, extraColumns: FacePlace.columns,
      records: [FaceRecord(image: "a.png", extra: cells)], vocabulary: .study)
    let error = #expect(throws: SmilestoneError.self) { try crop(manifest) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("a.png") == true)
  }
}

extension Manifest {
  /// The same faces, all of them in one place.
  fileprivate func givingPlaces(_ cells: [String]) -> Manifest {
    var manifest = self
    for (column, cell) in zip(FacePlace.columns, cells) {
      manifest.setExtraColumn(column, to: records.map { _ in cell })
    }
    return manifest
  }
}
