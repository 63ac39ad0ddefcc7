import Support
import Weights

extension Architecture {
  /// ResNet-50 (He et al. 2016), the study's age estimator.
  public static let resNet50 = Architecture(
    name: "resnet50", displayName: "ResNet-50", references: [.residualLearning],
    publishedWeights: [
      .torchvision(
        "resnet50", "ResNet-50", "IMAGENET1K_V1", "resnet50-0676ba61.pth", byteCount: 102_530_333,
        sha256: "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a"),
      .torchvision(
        "resnet50_v2", "ResNet-50", "IMAGENET1K_V2", "resnet50-11ad3fa6.pth",
        byteCount: 102_540_417,
        sha256: "11ad3fa62ca79e40addfd354a8ec4b7c75143b3038b8d2a807fbc68deab379ca"),
    ],
    firstLayer: "conv1", headName: "fc", backbone: { try ResNet($0, depth: .fifty) })
}
