package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.NetworkSpec;

/** The families of networks that this backend builds. */
public final class Networks {

    private static final List<TensorFlowFamily> FAMILIES = List.of(
            new MlpResNet.Family(),
            new ResNet9.Family(),
            new ResNet.Family(),
            new ResNeXt.Family("resnext50", "ResNeXt50", List.of(3, 4, 6, 3), 32, 4),
            new ResNeXt.Family("resnext29", "ResNeXt29", List.of(3, 3, 3), 8, 64));

    private Networks() {}

    public static List<NetworkFamily> families() {
        return List.copyOf(FAMILIES);
    }

    /**
     * The family with a key.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static NetworkFamily family(String key) {
        return named(key);
    }

    /**
     * The network of a specification.
     *
     * @throws IllegalArgumentException if this backend does not build its family
     */
    public static Network of(NetworkSpec spec) {
        return named(spec.family().key()).build(spec);
    }

    private static TensorFlowFamily named(String key) {
        return FAMILIES.stream().filter(family -> family.key().equals(key)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no network is called '" + key + "'; known: "
                        + String.join(", ", FAMILIES.stream().map(TensorFlowFamily::key).sorted().toList())));
    }
}
