import Support

/// The faces of an analysis of expression, as plain values: what is shown, by whom, and how old.
///
/// Nothing here knows which emotions there are; they are numbered from 0.
public struct ExpressionFaces: Sendable {
  /// Images are divided into this many cells along each side.
  static let cellsPerSide = 8

  /// Side of the images in pixels.
  public let size: Int
  /// Shades of grey, [count, size, size], row-major.
  public private(set) var images: [UInt8]
  /// x and y of the same points of each face in turn, as shares of the image's sides; empty where they are
  /// not known or not needed.
  public let landmarks: [[Double]]
  /// The perceived emotion of each face, below the number of names.
  public let emotions: [Int]
  public let emotionNames: [String]
  /// The age of each face in years, estimated or known.
  public private(set) var agesInYears: [Double]
  /// Equally likely ages of a face in years where its age is an estimate, equally many for all such faces;
  /// empty where it is known.
  public private(set) var likelyAgesInYears: [[Double]]
  /// The subject of each face, numbered from 0 without gaps.
  public let subjects: [Int]
  /// Divisions of the faces into two parts whose heads differ and whose expressions should not.
  public let divisions: [Division]

  /// What else is known of the faces, in numbers: nothing that expressions have to do with.
  public let conditions: [Condition]

  /// A number for each face that may change with age and pass for expression.
  public struct Condition: Sendable {
    /// As a noun: "the images’ sharpness".
    public let name: String
    public let values: [Double]
    /// Whether a mean of the numbers is a share of faces.
    public let isShare: Bool

    public init(name: String, values: [Double], isShare: Bool = false) {
      self.name = name
      self.values = values
      self.isShare = isShare
    }
  }

  /// Two parts of the faces to compare as a control: men and women, say.
  public struct Division: Sendable {
    public let name: String
    /// 0 or 1 for each face; nil for those that are in neither part.
    public let part: [Int?]

    public init(name: String, part: [Int?]) {
      self.name = name
      self.part = part
    }
  }

  /// Whether the age of any face is an estimate.
  var hasEstimatedAges: Bool { likelyAgesInYears.contains { $0.count > 1 } }

  /// Equally likely ages of some faces together, each face weighing the same.
  func likelyAges(of faces: [Int]) -> [Double] {
    let most = faces.map { likelyAgesInYears[$0].count }.max() ?? 0
    guard most > 1 else { return faces.map { agesInYears[$0] } }
    return faces.flatMap { face in
      let own = likelyAgesInYears[face]
      return own.count == most ? own : Array(repeating: agesInYears[face], count: most)
    }
  }

  /// The same faces with other ages.
  func replacing(agesInYears: [Double], likelyAgesInYears: [[Double]]) -> ExpressionFaces {
    var faces = self
    faces.agesInYears = agesInYears
    faces.likelyAgesInYears = likelyAgesInYears
    return faces
  }

  /// The same faces with other images of the same size.
  func replacing(images: [UInt8]) -> ExpressionFaces {
    var faces = self
    faces.images = images
    return faces
  }

  /// The faces that show one of some emotions, numbered in the given order.
  func keeping(emotions kept: [Int]) throws -> ExpressionFaces {
    guard kept != Array(emotionNames.indices) else { return self }
    let faces = emotions.indices.filter { kept.contains(emotions[$0]) }
    let pixels = size * size
    return try ExpressionFaces(
      size: size, images: faces.flatMap { images[$0 * pixels..<($0 + 1) * pixels] },
      landmarks: landmarks.isEmpty ? [] : faces.map { landmarks[$0] },
      emotions: faces.compactMap { kept.firstIndex(of: emotions[$0]) },
      emotionNames: kept.map { emotionNames[$0] }, agesInYears: faces.map { agesInYears[$0] },
      likelyAgesInYears: faces.map { likelyAgesInYears[$0] }, subjects: faces.map { subjects[$0] },
      divisions: divisions.map { division in
        Division(name: division.name, part: faces.map { division.part[$0] })
      },
      conditions: conditions.map { condition in
        Condition(
          name: condition.name, values: faces.map { condition.values[$0] },
          isShare: condition.isShare)
      })
  }

  public var count: Int { emotions.count }
  public var emotionCount: Int { emotionNames.count }
  public let subjectCount: Int

  /// - Parameters:
  ///   - size: at least 32 pixels and a multiple of 8, so that the cells of the features are whole.
  ///   - subjects: any names; faces of one subject share one.
  ///   - likelyAgesInYears: empty where all ages are known.
  /// - Throws: `SmilestoneError.badInput` for lists of different lengths, ages that cannot be, emotions
  ///   without a name and sizes that cannot be.
  public init(
    size: Int, images: [UInt8], landmarks: [[Double]] = [], emotions: [Int],
    emotionNames: [String], agesInYears: [Double],
    likelyAgesInYears: [[Double]] = [], subjects: [some Hashable], divisions: [Division] = [],
    conditions: [Condition] = []
  ) throws {
    let count = emotions.count
    guard size >= 32, size % Self.cellsPerSide == 0 else {
      throw SmilestoneError.badInput(
        "Faces of \(size) pixels cannot be analysed.",
        remedy: "Use a size of at least 32 that is a multiple of 8.")
    }
    let likely = likelyAgesInYears.isEmpty ? Array(repeating: [], count: count) : likelyAgesInYears
    guard images.count == count * size * size, agesInYears.count == count,
      subjects.count == count, likely.count == count,
      divisions.allSatisfy({ $0.part.count == count }),
      conditions.allSatisfy({ $0.values.count == count && $0.values.allSatisfy(\.isFinite) }),
      [0, count].contains(landmarks.count),
      Set(landmarks.map(\.count)).count < 2
    else {
      throw SmilestoneError.badInput(
        "The \(count) faces lack images, ages or subjects.",
        remedy: "Give one image, emotion, age and subject for each face.")
    }
    guard Set(likely.map(\.count)).subtracting([0]).count < 2 else {
      throw SmilestoneError.badInput(
        "The faces have different numbers of likely ages.",
        remedy: "Give equally many for all faces whose ages are estimates.")
    }
    guard emotions.allSatisfy(emotionNames.indices.contains) else {
      throw SmilestoneError.badInput(
        "A face has an emotion that none of the \(emotionNames.count) names is for.",
        remedy: "Number the emotions from 0.")
    }
    guard (agesInYears + likely.flatMap(\.self)).allSatisfy({ (0...150).contains($0) }) else {
      throw SmilestoneError.badInput(
        "A face has an age that cannot be.", remedy: "Give ages between 0 and 150 years.")
    }
    self.size = size
    self.images = images
    self.landmarks = landmarks
    self.emotions = emotions
    self.emotionNames = emotionNames
    self.agesInYears = agesInYears
    self.likelyAgesInYears = likely
    self.divisions = divisions
    self.conditions = conditions
    var numbers: [AnyHashable: Int] = [:]
    self.subjects = subjects.map { subject in
      let number = numbers[subject] ?? numbers.count
      numbers[subject] = number
      return number
    }
    subjectCount = numbers.count
  }
}
