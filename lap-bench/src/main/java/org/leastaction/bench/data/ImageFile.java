package org.leastaction.bench.data;

import java.nio.file.Path;

/**
 * An image file and its class.
 *
 * @param label from 0
 */
record ImageFile(Path path, int label) {}
