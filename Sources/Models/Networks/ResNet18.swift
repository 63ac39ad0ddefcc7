import Support
import Weights

extension Architecture {
  /// ResNet-18 (He et al. 2016), the study's expression models.
  public static let resNet18 = Architecture(
    name: "resnet18", displayName: "ResNet-18", references: [.residualLearning],
    publishedWeights: [
      .torchvision(
        "resnet18", "ResNet-18", "IMAGENET1K_V1", "resnet18-f37072fd.pth", byteCount: 46_830_571,
        sha256: "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec")
    ],
    firstLayer: "conv1", headName: "fc", backbone: { try ResNet($0, depth: .eighteen) })
}
