import Faces
import Imaging
import Support
import Torch

/// What all that works on one run shares. It opens an image file, and a file of decoded faces, once, as
/// long as they stay as they are.
public struct StudyContext: Sendable {
  public let run: RunFolder
  let device: Device
  let observer: any ProgressObserver
  /// Time between two checkpoints of a training.
  let checkpointSeconds: Double
  /// Which faces the page shows.
  let faces: FaceChoice
  let cache: FaceCache
  let thumbnails = Thumbnails()

  public init(
    run: RunFolder, device: Device, observer: any ProgressObserver, checkpointSeconds: Double = 60,
    faces: FaceChoice = FaceChoice()
  ) {
    self.run = run
    self.device = device
    self.observer = observer
    self.checkpointSeconds = checkpointSeconds
    self.faces = faces
    cache = FaceCache(run.cache)
  }

  /// The page and the figures of what is in the run folder by now.
  public var report: ReportStage {
    ReportStage(run: run, faces: faces, thumbnails: thumbnails, observer: observer)
  }

  /// A network's faces that the run has begun with: all of them must still be there.
  func settledFaces(_ manifest: Manifest, form: FaceForm) throws -> LoadedFaces {
    try LoadedFaces(manifest, form: form, cache: cache, observer: observer, areSettled: true)
  }
}
