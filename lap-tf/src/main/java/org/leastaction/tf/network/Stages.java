package org.leastaction.tf.network;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.flow.Segment;

/**
 * Consecutive stages of blocks over images, each of which after the first halves height and width, rounded up, and
 * doubles the channels.
 *
 * @param blocks   of each stage
 * @param image    shape of the input, [height, width, channels]
 * @param channels of the first stage's particles
 */
record Stages(List<Integer> blocks, List<Integer> image, int channels) {

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

    /** Channels of the last stage's particles. */
    int lastChannels() {
        return channels(blocks.size() - 1);
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
