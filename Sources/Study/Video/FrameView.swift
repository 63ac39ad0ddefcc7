import FaceDetection
import Faces
import Imaging
import Tracking
import Video

/// What a worker makes of one frame: its faces, measured and cut out.
struct SeenFrame: Sendable {
  var faces: [FrameFace] = []
  /// Those that are good enough, cut out; nil for the others, in the order of `faces`.
  var formed: [FormedFace?] = []
  /// Why a face is not judged.
  var problems: [String?] = []
  let view: SceneView
  let width: Int
  let height: Int
}

/// Finds the faces of frames.
struct FrameView: Sendable {
  let quality: FaceQuality
  let finder: any FaceFinder
  let forms: [FaceForm]

  /// - Returns: nil where there is no frame.
  func see(_ sample: VideoSample) throws -> SeenFrame? {
    guard case .image(let image) = sample.content else { return nil }
    var seen = SeenFrame(view: SceneView(image), width: image.width, height: image.height)
    for found in try finder.foundFaces(in: image) {
      guard let box = found.place.box else { continue }
      let face = FrameFace(found, box: box, in: image)
      let problem = quality.problem(of: face, inWidth: image.width, height: image.height)
      let square = problem == nil ? VideoSettings.cropping.square(around: face.place) : nil
      seen.faces.append(face)
      seen.problems.append(problem)
      seen.formed.append(
        square.map {
          FormedFace(image.cut($0, size: VideoSettings.cropping.sizeInPixels), forms: forms)
        })
    }
    return seen
  }
}
