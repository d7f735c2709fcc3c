package org.leastaction.tf.network;

import java.util.Set;
import java.util.TreeSet;
import org.leastaction.flow.training.NetworkSpec;

/** The families of networks that this backend builds. */
public final class Networks {

    private static final Set<String> FAMILIES = Set.of("mlp", "resnet9");

    private Networks() {}

    /** Names of the families. */
    public static Set<String> families() {
        return FAMILIES;
    }

    /**
     * The network of a specification.
     *
     * @throws IllegalArgumentException if the family is unknown or the sizes make no network of it
     */
    public static Network of(NetworkSpec spec) {
        return switch (spec.family()) {
            case "mlp" -> new MlpResNet(spec);
            case "resnet9" -> new ResNet9(spec);
            default -> throw new IllegalArgumentException("no network is called '" + spec.family() + "'; known: "
                    + String.join(", ", new TreeSet<>(FAMILIES)));
        };
    }
}
