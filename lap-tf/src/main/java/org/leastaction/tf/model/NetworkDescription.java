package org.leastaction.tf.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec.Resolution;
import org.leastaction.flow.training.MlpSpec;
import org.leastaction.flow.training.MlpSpec.Readout;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.NetworkSpec.BatchNorm;
import org.leastaction.flow.training.ResNeXtSpec;
import org.leastaction.flow.training.ResNet9Spec;
import org.leastaction.flow.training.ResNetSpec;

/** A specification as {@code model.json} has it: what a family lacks is null and left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NetworkDescription(
        String family,
        List<Integer> stages,
        Integer width,
        String readout,
        Integer filters,
        String resolution,
        Integer cardinality,
        @JsonProperty("classifier_layers") Integer classifierLayers,
        @JsonProperty("time_step") Double timeStep,
        @JsonProperty("batch_norm") Boolean batchNorm,
        List<Integer> input,
        Integer classes) {

    static NetworkDescription of(NetworkSpec spec) {
        if (spec instanceof MlpSpec mlp) {
            return new NetworkDescription(
                    mlp.family(), mlp.stages(), mlp.width(), mlp.readout().key(), null, null, null, null,
                    mlp.timeStep(), mlp.batchNorm() == BatchNorm.ON, mlp.input(), mlp.classes());
        }
        if (spec instanceof ResNet9Spec resnet9) {
            return of(resnet9, null, resnet9.filters(), resnet9.encoder().resolution().key(), null,
                    resnet9.classifierLayers(), resnet9.timeStep(), resnet9.batchNorm());
        }
        if (spec instanceof ResNetSpec resnet) {
            return of(resnet, null, resnet.filters(), null, null, null, resnet.timeStep(), resnet.batchNorm());
        }
        if (spec instanceof ResNeXtSpec resnext) {
            return of(resnext, resnext.width(), resnext.filters(), null, resnext.cardinality(), null, null,
                    resnext.batchNorm());
        }
        throw new IllegalArgumentException("no network of this backend: " + spec.family());
    }

    /** @throws IllegalArgumentException if this describes no network */
    NetworkSpec spec() {
        List<Integer> blocks = required("stages", stages);
        List<Integer> shape = required("input", input);
        int count = required("classes", classes);
        BatchNorm norm = required("batch_norm", batchNorm) ? BatchNorm.ON : BatchNorm.OFF;
        return switch (required("family", family)) {
            case "mlp" -> new MlpSpec(
                    only(blocks), required("width", width), required("time_step", timeStep), norm, classifier(), shape,
                    count);
            case "resnet9" -> new ResNet9Spec(
                    only(blocks), encoder(), required("classifier_layers", classifierLayers),
                    required("time_step", timeStep), norm, shape, count);
            case "resnet" -> new ResNetSpec(
                    blocks, required("filters", filters), required("time_step", timeStep), norm, shape, count);
            case "resnext50", "resnext29" -> new ResNeXtSpec(
                    family, blocks, required("filters", filters), required("cardinality", cardinality),
                    required("width", width), norm, shape, count);
            default -> throw new IllegalArgumentException("this version knows no family '" + family + "'");
        };
    }

    private static NetworkDescription of(
            NetworkSpec spec, Integer width, Integer filters, String resolution, Integer cardinality,
            Integer classifierLayers, Double timeStep, BatchNorm batchNorm) {
        return new NetworkDescription(
                spec.family(), spec.stages(), width, null, filters, resolution, cardinality, classifierLayers, timeStep,
                batchNorm == BatchNorm.ON, spec.input(), spec.classes());
    }

    /** Descriptions that do not name it are older than any choice. */
    private Readout classifier() {
        return readout == null ? Readout.COORDINATES : Readout.valueOf(readout.toUpperCase(Locale.ROOT));
    }

    private ImageEncoderSpec encoder() {
        String name = required("resolution", resolution).toUpperCase(Locale.ROOT);
        return new ImageEncoderSpec(Resolution.valueOf(name), required("filters", filters));
    }

    private static int only(List<Integer> stages) {
        if (stages.size() != 1) {
            throw new IllegalArgumentException("one stage of blocks is needed, not " + stages);
        }
        return stages.get(0);
    }

    private static <T> T required(String key, T value) {
        if (value == null) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return value;
    }
}
