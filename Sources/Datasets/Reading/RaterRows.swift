import Faces
import Support

/// The rows of a table that has one for each rater of a face: their labels are counted as votes, and the
/// rest of a face is its first row's.
struct RaterRows {
  struct Face {
    let place: RowPlace
    var row: FaceTable.Row
    fileprivate var labels: [String: (line: Int, label: SourceLabel)] = [:]
  }

  private(set) var faces: [Face] = []
  private let labels: LabelScheme
  private var placeOfFace: [FaceKey: Int] = [:]

  init(labels: LabelScheme) { self.labels = labels }

  /// - Parameter row: with its image's path below the folder.
  /// - Throws: `UnusableImageError` where the rater has rated the face on an earlier row.
  mutating func take(_ row: FaceTable.Row, box: FaceBox?, at place: RowPlace) throws {
    let key = FaceKey(image: row.record.image, box: box)
    let index = placeOfFace[key] ?? faces.count
    if index == faces.count {
      placeOfFace[key] = index
      var row = row
      row.votes = RaterVotes(labels: labels)
      faces.append(Face(place: place, row: row))
    }
    var face = faces[index]
    if let label = row.label {
      let rater = row.rater.map(SubjectName.key)
      if let rater, let earlier = face.labels[rater] {
        throw UnusableImageError(
          "the rater “\(row.rater ?? "")” \(earlier.label == label ? "repeats" : "contradicts") "
            + "line \(earlier.line) on \(row.record.image)")
      }
      do {
        try face.row.votes?.count(label, by: row.rater)
      } catch let refusal as UnusableImageError {
        face.row.remarks.append("line \(place.line): \(refusal.reason) and is counted without it")
        try face.row.votes?.count(label)
      }
      if let rater { face.labels[rater] = (place.line, label) }
    }
    if face.place != place {
      face.row.remarks += row.remarks
      if face.row.isOtherwise(than: row) {
        face.row.remarks.append(
          "line \(place.line) says otherwise of \(row.record.image); line \(face.place.line) stays")
      }
    }
    faces[index] = face
  }
}

/// One face of an image, which may show several.
struct FaceKey: Hashable {
  private let image: PathKey
  private let box: FaceBox?

  init(image: String, box: FaceBox?) {
    self.image = PathKey(image)
    self.box = box
  }
}

extension FaceTable.Row {
  /// Whether another row of the same face says something else of it than its label.
  fileprivate func isOtherwise(than other: FaceTable.Row) -> Bool {
    func facts(_ row: FaceTable.Row) -> FaceRecord {
      var record = row.record
      record.emotion = nil
      record.votes = nil
      record.extra = []
      return record
    }
    return facts(self) != facts(other)
  }
}
