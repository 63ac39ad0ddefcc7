import Faces
import Foundation
import Imaging
import Support

/// Faces in YOLO form: for `train/images/1.jpg` the file `train/labels/1.txt`, with a line “class x y width
/// height” for each face, centre and sides as shares of the image's; a `data.yaml` names the classes.
struct YOLOFaces {
  private let root: URL
  private let classes: [Int: String]
  private let options: ImportOptions

  static let layout =
    "train/images/N.jpg beside train/labels/N.txt (class, centre and sides as shares of the image, a line "
    + "for each face), and data.yaml with names: [anger, …], or classes.txt with a name a line"

  /// Whether a folder is of this form: the names of its classes, and a label file of one of its first images.
  static func areThere(in place: DatasetPlace) -> Bool {
    guard !place.url.isTable, YOLOClasses.file(in: place.url) != nil else { return false }
    return place.images.prefix(100).contains { labelFile(of: $0, in: place.url) != nil }
  }

  init(in folder: URL, options: ImportOptions) throws {
    root = folder
    self.options = options
    classes = try YOLOClasses.file(in: folder).map { try YOLOClasses($0).names } ?? [:]
  }

  /// - Parameter source: whose an image is, by its path.
  func read(
    _ contents: ImageFolder, layout: String, source: (String) -> String
  ) throws -> ImportedDataset {
    var rows = ImportedRows(folder: root, columns: FacePlace.columns, options: options)
    let unused = unusedLabelFiles(besides: contents.images)
    let read = Set(contents.images.compactMap { Self.labelFile(of: $0, in: root) } + unused)
    rows.leaveOut(contents, reading: YOLOClasses.file(in: root).map { [$0] } ?? []) {
      read.contains($0)
    }
    let progress = ProgressCounter(
      task: "Reading label files", total: contents.images.count, unit: "images",
      observer: options.observer)
    let found = try parallelMap(count: contents.images.count) { index in
      defer { progress.advance() }
      return try faces(of: contents.images[index])
    }
    for (image, result) in zip(contents.images, found) {
      switch result {
      case .failure(let refusal): rows.leaveOut(image, refusal.reason)
      case .success(let lines):
        for (place, line) in lines {
          switch line {
          case .failure(let refusal): rows.leaveOut(place, refusal.reason)
          case .success(let face):
            let record = FaceRecord(
              image: image, source: source(image), split: try? EmotionFolder.split(of: image),
              extra: FacePlace(box: face.box).cells)
            rows.add(record, label: face.label, place: place)
          }
        }
      }
    }
    for path in unused {
      rows.leaveOut(annotation: path, "there is no image for it")
    }
    return try rows.dataset(layout: layout)
  }

  private struct Face: Sendable {
    let box: FaceBox
    let label: SourceLabel
  }

  private typealias Line = (place: RowPlace, face: Result<Face, UnusableImageError>)

  private func faces(of image: String) throws -> Result<[Line], UnusableImageError> {
    guard let file = Self.labelFile(of: image, in: root) else {
      return .failure(UnusableImageError("it has no file of labels"))
    }
    let lines = try LabelLines(root.appendingPathComponent(file), name: file).lines
    guard !lines.isEmpty else {
      return .failure(UnusableImageError("its file of labels names no face"))
    }
    let size: RGBImage
    do {
      // Shares become pixels of the upright image.
      size = try RGBImage(contentsOf: root.appendingPathComponent(image))
    } catch let error as SmilestoneError {
      return .failure(UnusableImageError(error.message))
    }
    return .success(
      lines.map { place, words in
        do {
          return (place, .success(try face(words, width: size.width, height: size.height)))
        } catch let refusal as UnusableImageError {
          return (place, .failure(refusal))
        } catch {
          return (place, .failure(UnusableImageError("\(error)")))
        }
      })
  }

  private func face(_ words: [String], width: Int, height: Int) throws -> Face {
    let shares = words.dropFirst().prefix(4).compactMap { Double($0) }
    // Programs that find faces add how sure they are.
    guard words.count == 5 || words.count == 6, shares.count == 4,
      shares.allSatisfy({ (0...1).contains($0) })
    else { throw UnusableImageError("it is not a class and four shares from 0 to 1") }
    let (across, down) = (shares[2] * Double(width), shares[3] * Double(height))
    let box = FaceBox(
      x: shares[0] * Double(width) - across / 2, y: shares[1] * Double(height) - down / 2,
      width: across, height: down)
    if let problem = box.problem { throw UnusableImageError(problem) }
    return Face(box: box, label: try label(words[0]))
  }

  private func label(_ code: String) throws -> SourceLabel {
    let name = Int(code).flatMap { classes[$0] } ?? code
    let meaning = options.values.meaning(of: name, in: "emotion")
    guard let label = SourceLabel(datasetName: meaning, labels: options.vocabulary.labels) else {
      throw UnusableImageError(
        "the class “\(name)” is not an emotion; say what it means with "
          + "\(ValueMap.example(name, in: "emotion", "happy")), say")
    }
    return label
  }

  // MARK: Label files

  /// The label file of an image below a folder: where its last folder “images” is “labels”, or beside it.
  private static func labelFile(of image: String, in folder: URL) -> String? {
    let stem = image.lastIndex(of: ".").map { image[..<$0] } ?? image[...]
    var parts = stem.split(separator: "/").map(String.init)
    var candidates = ["\(stem).txt"]
    if let place = parts.dropLast().lastIndex(of: "images") {
      parts[place] = "labels"
      candidates.insert(parts.joined(separator: "/") + ".txt", at: 0)
    }
    return candidates.first {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
    }
  }

  /// Files in the folders of label files that no image has.
  private func unusedLabelFiles(besides images: [String]) -> [String] {
    let used = Set(images.compactMap { Self.labelFile(of: $0, in: root) })
    let folders = Set(
      used.filter { $0.split(separator: "/").dropLast().contains("labels") }
        .map { $0.split(separator: "/").dropLast().joined(separator: "/") })
    return folders.sorted().flatMap { folder in
      let names = try? FileManager.default.contentsOfDirectory(
        atPath: root.appendingPathComponent(folder).path)
      return (names ?? []).filter { $0.hasSuffix(".txt") && $0 != "classes.txt" }.sorted()
        .map { "\(folder)/\($0)" }.filter { !used.contains($0) }
    }
  }
}
