import Datasets
import Faces
import Foundation
import Imaging
import Support
import Torch
import Training

extension StudyPlan {
  /// Measures how fast this computer is: some seconds, more for large networks.
  init(
    _ configuration: StudyConfiguration, faces: Manifest, ageFaces: Manifest?, device: Device,
    thumbnails: Thumbnails
  ) throws {
    self.configuration = configuration
    self.faces = faces.records
    self.ageFaces = ageFaces?.records ?? []
    let labels = configuration.vocabulary.labels.count
    let age = try ageFaces.map { _ in
      try TrainingSpeed(configuration.age, head: configuration.age.ageHead, device: device)
    }
    let infant = try TrainingSpeed(
      configuration.infant, head: configuration.infant.expressionHead(labels: labels),
      device: device)
    let isSame =
      configuration.adult.architecture == configuration.infant.architecture
      && configuration.adult.imageSize == configuration.infant.imageSize
    let adult =
      try isSame
      ? infant
      : TrainingSpeed(
        configuration.adult, head: configuration.adult.expressionHead(labels: labels),
        device: device)
    speeds = Speeds(
      age: age, infant: infant, adult: adult,
      imagesPerSecond: try Self.imagesPerSecond((ageFaces ?? faces).imagePaths, thumbnails))
  }

  /// Reads some images, spread over all, on all cores, as the small images that the page may show: none of them
  /// is opened again for it.
  private static func imagesPerSecond(_ paths: [String], _ thumbnails: Thumbnails) throws -> Double
  {
    let sample = stride(from: 0, to: paths.count, by: max(1, paths.count / 48)).map { paths[$0] }
    let start = ContinuousClock.now
    _ = try parallelMap(count: sample.count) { thumbnails.jpeg(sample[$0], .sample)?.count }
    let seconds = (ContinuousClock.now - start).inSeconds
    return Double(max(1, sample.count)) / max(seconds, 1e-4)
  }
}

extension CohortStage {
  /// Says what the study will do, and refuses a disk that is too small for it.
  func announce(_ faces: Manifest, _ ageFaces: Manifest?) throws {
    let plan = try StudyPlan(
      configuration, faces: faces, ageFaces: ageFaces, device: context.device,
      thumbnails: context.thumbnails)
    plan.lines.forEach(context.observer.message)
    try StageTimes(context.run.url).keep(
      estimates: plan.secondsOfStages, ofAFace: plan.secondsOfAFace)
    let size = FaceForm(size: configuration.age.imageSize, colour: configuration.colour)
    let needed = plan.bytes(forms: laterForms + [studyForm], ageForm: size)
    // What an interrupted attempt has kept is there already.
    let kept = FolderSize.bytes(of: context.run.cache)
    guard let free = FreeSpace.bytes(at: context.run.url) else { return }
    let warning = try StudyPlan.spaceWarning(
      needed: max(0, needed - kept), free: free, in: context.run.url)
    context.observer.message(
      warning
        ?? "It writes about \(FreeSpace.inWords(needed)); the disk has \(FreeSpace.inWords(free)) left."
    )
  }
}

/// What a folder holds.
private enum FolderSize {
  /// Bytes of the files directly in it; 0 where it is not there.
  static func bytes(of folder: URL) -> Int64 {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.reduce(0) { sum, name in
      let attributes = try? FileManager.default.attributesOfItem(
        atPath: folder.appendingPathComponent(name).path)
      return sum + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
    }
  }
}
