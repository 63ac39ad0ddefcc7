import Foundation

/// How a head is turned, in degrees, judged by five points of the face: 0, 0, 0 looks at the camera.
///
/// A mean face is turned, enlarged and shifted so that its points lie where the image's are, by least
/// squares under scaled orthographic projection (DeMenthon & Davis 1995, "Model-based object pose in 25
/// lines of code", the step without perspective). Faces differ from the mean: a turn to the side is told
/// by symmetry and so is good; up and down depends on how high a person's nose sits, and is off by some
/// ten degrees for single persons, infants' small noses among them.
public struct HeadTurn: Sendable, Hashable, Codable {
  /// To the side; positive towards the image's right.
  public var yaw: Double
  /// Up or down; positive downwards.
  public var pitch: Double
  /// In the image's plane; positive clockwise. −180 ... 180.
  public var roll: Double

  /// The angle between where the face looks and the camera.
  public var away: Double {
    let radians = Double.pi / 180
    return acos(cos(yaw * radians) * cos(pitch * radians)) / radians
  }

  /// - Returns: nil where the points lie on one line.
  public init?(_ points: FacePoints) {
    let eyes = points.eyes
    let places = [
      (eyes.leftX, eyes.leftY), (eyes.rightX, eyes.rightY), (points.noseX, points.noseY),
      (points.mouthLeftX, points.mouthLeftY), (points.mouthRightX, points.mouthRightY),
    ]
    let across = HeadTurn.fitted(places.map { $0.0 })
    let down = HeadTurn.fitted(places.map { $0.1 })
    guard let right = across.direction, case let forward = right.cross(down),
      let third = forward.direction
    else { return nil }
    let below = third.cross(right)
    // The rotation's rows are `right`, `below`, `third`; its last column is where the face looks.
    yaw = HeadTurn.degrees(atan2(right.z, third.z))
    pitch = HeadTurn.degrees(atan2(below.z, hypot(right.z, third.z)))
    roll = HeadTurn.degrees(atan2(below.x, right.x))
  }

  private static func degrees(_ radians: Double) -> Double { radians * 180 / .pi }

  // MARK: The mean face

  /// Both eyes, the nose's tip and the mouth's corners, in distances between the eyes; x to the right, y
  /// down, z to the camera. Seen from the front as in the template by which ArcFace's images are aligned
  /// (Deng et al. 2019); the depths are rounded from heads of 63 mm between the pupils whose nose stands
  /// out 27 mm.
  private static let meanFace = [
    Vector(x: -0.5, y: 0, z: 0), Vector(x: 0.5, y: 0, z: 0), Vector(x: 0, y: 0.575, z: 0.43),
    Vector(x: -0.415, y: 1.16, z: 0.03), Vector(x: 0.415, y: 1.16, z: 0.03),
  ]

  /// What each coordinate of the mean face, from its middle, is multiplied with to give image
  /// coordinates from theirs, by least squares.
  private static func fitted(_ values: [Double]) -> Vector {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let middle = meanFace.reduce(Vector.zero, +) * (1 / count)
    let face = meanFace.map { $0 + middle * -1 }
    // The face is symmetrical: across stands by itself, down and depth go together.
    func sum(_ term: (Vector, Double) -> Double) -> Double {
      zip(face, values).reduce(0) { $0 + term($1.0, $1.1 - mean) }
    }
    let (yy, zz, yz) = (
      sum { face, _ in face.y * face.y }, sum { face, _ in face.z * face.z },
      sum { face, _ in face.y * face.z }
    )
    let (y, z) = (sum { $0.y * $1 }, sum { $0.z * $1 })
    let determinant = yy * zz - yz * yz
    return Vector(
      x: sum { $0.x * $1 } / sum { face, _ in face.x * face.x },
      y: (y * zz - z * yz) / determinant, z: (z * yy - y * yz) / determinant)
  }

  private struct Vector {
    var x, y, z: Double

    static let zero = Vector(x: 0, y: 0, z: 0)

    static func + (_ left: Vector, _ right: Vector) -> Vector {
      Vector(x: left.x + right.x, y: left.y + right.y, z: left.z + right.z)
    }

    static func * (_ vector: Vector, _ factor: Double) -> Vector {
      Vector(x: vector.x * factor, y: vector.y * factor, z: vector.z * factor)
    }

    func cross(_ other: Vector) -> Vector {
      Vector(
        x: y * other.z - z * other.y, y: z * other.x - x * other.z, z: x * other.y - y * other.x)
    }

    /// Of length 1; nil for no length.
    var direction: Vector? {
      let length = (x * x + y * y + z * z).squareRoot()
      return length > 0 ? self * (1 / length) : nil
    }
  }
}
