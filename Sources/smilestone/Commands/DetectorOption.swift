import FaceDetection
import FaceNetworks
import Support

/// `--detector`, which says what looks for faces.
enum DetectorOption {
  static let option = Option.value(
    "--detector", "NAME",
    "What looks for faces: dlib, or mtcnn, which finds smaller and turned ones too. Default: dlib.")

  private enum Name: String, CaseIterable {
    case dlib, mtcnn
  }

  /// - Parameter smallestFace: in pixels, for detectors that can choose.
  static func finder(
    _ arguments: Arguments, smallestFace: Double = 40
  ) throws -> any FaceFinder {
    switch try arguments.choice(option.name, of: Name.self) ?? .dlib {
    case .dlib: try FaceDetector()
    case .mtcnn: try MTCNNDetector(smallestFace: smallestFace)
    }
  }
}
