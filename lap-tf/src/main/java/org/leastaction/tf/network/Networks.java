package org.leastaction.tf.network;

import java.util.Set;
import java.util.TreeSet;
import org.leastaction.flow.training.MlpSpec;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.ResNeXtSpec;
import org.leastaction.flow.training.ResNet9Spec;
import org.leastaction.flow.training.ResNetSpec;

/** The families of networks that this backend builds. */
public final class Networks {

    private static final Set<String> FAMILIES = Set.of("mlp", "resnet9", "resnet", "resnext50", "resnext29");

    private Networks() {}

    /** Names of the families. */
    public static Set<String> families() {
        return FAMILIES;
    }

    /**
     * The network of a specification.
     *
     * @throws IllegalArgumentException if the family is unknown
     */
    public static Network of(NetworkSpec spec) {
        if (spec instanceof MlpSpec mlp) {
            return new MlpResNet(mlp);
        }
        if (spec instanceof ResNet9Spec resnet9) {
            return new ResNet9(resnet9);
        }
        if (spec instanceof ResNetSpec resnet) {
            return new ResNet(resnet);
        }
        if (spec instanceof ResNeXtSpec resnext) {
            return new ResNeXt(resnext);
        }
        throw new IllegalArgumentException("no network is called '" + spec.family() + "'; known: "
                + String.join(", ", new TreeSet<>(FAMILIES)));
    }
}
