import FaceDetection
import FaceNetworks
import Foundation
import Models
import Report
import Support
import Torch
import Video
import Weights

/// Looks at what Smilestone needs to run.
public enum Doctor {
  /// A part, and how to repair it where it is missing.
  public struct Part: Codable, Sendable {
    public var name: String
    public var isPresent: Bool
    /// Whether the program cannot do its main work without it.
    public var isRequired: Bool
    /// Its version or place.
    public var detail: String
    public var remedy: String?
  }

  public static func examine() -> [Part] {
    [
      smilestone, libtorch, gpu, imageLibraries, videoLibraries, faceDetector, mtcnn, weights,
      vegaBundle, figureRenderer,
    ]
  }

  private static var smilestone: Part {
    Part(
      name: "Smilestone", isPresent: true, isRequired: true,
      detail: "\(Smilestone.version), \(ProcessInfo.processInfo.activeProcessorCount) cores, "
        + ProcessInfo.processInfo.operatingSystemVersionString)
  }

  /// A small product through the bridge shows that the library works, not only that it is there.
  private static var libtorch: Part {
    let product = try? Tensor([1, 2] as [Float], shape: [1, 2])
      .matrixProduct(Tensor([3, 4] as [Float], shape: [2, 1])).item()
    return Part(
      name: "libtorch", isPresent: product == 11, isRequired: true,
      detail: "\(Runtime.libtorchVersion), \(Runtime.threadCount) threads, memory from "
        + Runtime.allocatorVersion,
      remedy: product == 11 ? nil : "Run `make clean setup build`.")
  }

  private static var gpu: Part {
    let isAvailable = Runtime.isCUDAAvailable
    return Part(
      name: "GPU", isPresent: isAvailable, isRequired: false,
      detail: isAvailable ? "CUDA is available" : "none; everything runs on the CPU",
      remedy: isAvailable
        ? nil
        : "For an NVIDIA GPU: SMILESTONE_TORCH_WHEEL=cuda make setup build.")
  }

  private static var imageLibraries: Part {
    let works = ImageCheck.roundTripWorks()
    return Part(
      name: "image libraries", isPresent: works, isRequired: true,
      detail: works ? "JPEG and PNG are written and read back" : "images cannot be read",
      remedy: works ? nil : "Run `make setup`.")
  }

  /// They are linked in: a program that runs has them.
  private static var videoLibraries: Part {
    Part(
      name: "video libraries", isPresent: true, isRequired: true,
      detail: "FFmpeg \(VideoReader.libraryVersion)")
  }

  /// Its libraries are linked in; the landmarks that place the eyes are a package of their own.
  private static var faceDetector: Part {
    let hasLandmarks = (try? FaceDetector())?.placesEyes
    return Part(
      name: "face detector", isPresent: hasLandmarks != nil, isRequired: false,
      detail: "dlib \(FaceDetector.libraryVersion), "
        + (hasLandmarks == true ? "with landmarks for the eyes" : "without landmarks for the eyes"),
      remedy: hasLandmarks == true
        ? nil : "To place the eyes with `--detect`: `apt install libdlib-data`.")
  }

  /// A second detector, whose weights set-up fetches.
  private static var mtcnn: Part {
    let works = (try? MTCNNDetector()) != nil
    return Part(
      name: "face detector MTCNN", isPresent: works, isRequired: false,
      detail: works ? "its weights are there" : "its weights are not there, or are damaged",
      remedy: works ? nil : "Run `make setup`.")
  }

  /// What models of photographs start from.
  private static var weights: Part {
    let cache = WeightsCache()
    let missing = PublishedWeights.all.filter(\.isInstalledBySetUp).map(\.name)
      .filter { (try? cache.file(for: $0)) == nil }
    return Part(
      name: "weights to start from", isPresent: missing.isEmpty, isRequired: false,
      detail: missing.isEmpty
        ? "for the preset open"
        : "\(missing.joined(separator: ", ")): not there, or not as published",
      remedy: missing.isEmpty ? nil : "Run `make setup`.")
  }

  private static var vegaBundle: Part {
    do {
      let bundle = try VegaBundle.locate()
      return Part(
        name: "chart library", isPresent: true, isRequired: true,
        detail: "Vega-Lite, \(bundle.script.utf8.count / 1024) KiB, goes into the page")
    } catch {
      return Part(
        name: "chart library", isPresent: false, isRequired: true, detail: "\(error)",
        remedy: "Run `make setup`.")
    }
  }

  private static var figureRenderer: Part {
    let problem = FigureExporter().problem()
    return Part(
      name: "figure renderer", isPresent: problem == nil, isRequired: false,
      detail: problem == nil ? "vl-convert, for SVG, PDF and PNG" : "not there",
      remedy: problem)
  }
}
