package org.leastaction.tf.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.Segment;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Layout;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** A convolutional network of images: its encoder, and what follows from its specification. */
abstract class ImageNetwork implements Network {

    final NetworkSpec spec;
    final boolean batchNorm;
    final ImageEncoder encoder;

    ImageNetwork(NetworkSpec spec, ImageEncoderSpec encoder) {
        this.spec = spec;
        this.batchNorm = spec.get(TensorFlowFamily.BATCH_NORM);
        this.encoder = new ImageEncoder(spec.input(), encoder, batchNorm);
    }

    @Override
    public final Layout layout() {
        return Layout.SINGLE;
    }

    @Override
    public final Operand<TFloat32> encode(Layers layers, Operand<TFloat32> inputs) {
        return encoder.encode(layers, inputs);
    }

    /** A family of networks of images, by default with an encoder of full resolution. */
    abstract static class ImageFamily extends TensorFlowFamily {

        ImageFamily(String key, String name, String help, SettingSchema settings) {
            super(key, name, help, settings);
        }

        @Override
        public final void check(Settings settings, List<Integer> input, int classes) {
            if (input.size() != 3) {
                throw new IllegalArgumentException("the network " + key()
                        + " takes images [height, width, channels], not points of shape " + input);
            }
        }

        @Override
        public Optional<AutoencoderSpec> autoencoder(NetworkSpec spec) {
            return Optional.of(new AutoencoderSpec(fullEncoder(spec), spec.get(BATCH_NORM), spec.input()));
        }

        static ImageEncoderSpec fullEncoder(NetworkSpec spec) {
            return ImageEncoderSpec.full(spec.get(FILTERS));
        }
    }

    /**
     * Consecutive stages of blocks over images, each of which after the first halves height and width, rounded up, and
     * doubles the channels.
     *
     * @param blocks   of each stage
     * @param image    shape of the input, [height, width, channels]
     * @param channels of the first stage's particles
     */
    record StageSizes(List<Integer> blocks, List<Integer> image, int channels) {

        /** A block's place: its stage from 0, and whether it is the stage's first. */
        record Place(int stage, boolean first) {

            /** Step of the block's convolution over its input. */
            int stride() {
                return first && stage > 0 ? 2 : 1;
            }
        }

        List<Segment> segments() {
            List<Segment> segments = new ArrayList<>();
            int height = image.get(0);
            int width = image.get(1);
            for (int stage = 0; stage < blocks.size(); stage++) {
                if (stage > 0) {
                    height = ImageEncoder.halved(height);
                    width = ImageEncoder.halved(width);
                }
                segments.add(new Segment(List.of(height, width, channels(stage)), blocks.get(stage)));
            }
            return segments;
        }

        /** Channels of a stage's particles. */
        int channels(int stage) {
            return Math.multiplyExact(channels, 1 << stage);
        }

        /** Channels of a segment's particles. */
        static int channels(Segment segment) {
            return segment.shape().get(2);
        }

        Place place(int block) {
            int index = block;
            int stage = 0;
            while (index >= blocks.get(stage)) {
                index -= blocks.get(stage++);
            }
            return new Place(stage, index == 0);
        }
    }
}
