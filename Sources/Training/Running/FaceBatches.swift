import Support
import Torch

/// Where images come from: `Imaging.FaceStore`, or memory in tests.
public protocol ImageSource {
  /// Side of the square images in pixels.
  var imageSize: Int { get }
  /// Names the images' content: another key, other images.
  var contentKey: String { get }
  /// Copies images, 3×S×S bytes each, one after another.
  func copyImages(at indices: [Int], to bytes: UnsafeMutableRawBufferPointer) throws
}

/// Faces with what is to be learnt about them.
public struct FaceSet<Target: Sendable> {
  public let source: any ImageSource
  /// Places in the source, and the target of each.
  public let indices: [Int]
  public let targets: [Target]

  public init(source: any ImageSource, indices: [Int], targets: [Target]) {
    precondition(indices.count == targets.count, "each face needs one target")
    self.source = source
    self.indices = indices
    self.targets = targets
  }

  public var count: Int { indices.count }
}

/// Turns stored bytes into what networks take.
public struct ImageLoader {
  let source: any ImageSource
  let device: Device
  private let centralCrop: CentralCrop
  private let mean: Tensor
  private let deviation: Tensor

  /// - Parameter centralCrop: what `asked` keeps of images.
  public init(
    source: any ImageSource, centralCrop: CentralCrop = CentralCrop(1), device: Device
  ) throws {
    self.source = source
    self.centralCrop = centralCrop
    self.device = device
    mean = try Tensor(Normalisation.mean, shape: [1, 3, 1, 1]).to(device)
    deviation = try Tensor(Normalisation.deviation, shape: [1, 3, 1, 1]).to(device)
  }

  /// Images [N, 3, S, S] with values 0 ... 1.
  public func images(at indices: [Int]) throws -> Tensor {
    let size = source.imageSize
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: indices.count * 3 * size * size, alignment: 64)
    defer { bytes.deallocate() }
    try source.copyImages(at: indices, to: bytes)
    let tensor = try Tensor(
      bytes: UnsafeRawBufferPointer(bytes), type: .uint8, shape: [indices.count, 3, size, size])
    return try tensor.to(device).to(.float32) * (1.0 / 255)
  }

  /// Images as a model is asked about them, normalised.
  func asked(at indices: [Int]) throws -> Tensor {
    try normalised(centralCrop(images(at: indices)))
  }

  /// Subtracts ImageNet's means, divides by its deviations, and lays the channels last.
  public func normalised(_ images: Tensor) throws -> Tensor {
    try ((images - mean) / deviation).contiguous(.channelsLast)
  }
}

/// Cuts 0 ..< count into the batches of an epoch: as few as `batchSize` allows and as even as
/// possible, and none of a single face, on which batch normalisation fails. Where that cannot be had
/// otherwise (pairs of an odd number), one batch is larger by a face.
func evenBatches(count: Int, batchSize: Int) -> [Range<Int>] {
  let batches = min((count + batchSize - 1) / batchSize, max(count / 2, 1))
  return (0..<batches).map { ($0 * count / batches)..<(($0 + 1) * count / batches) }
}
