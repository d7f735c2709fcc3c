/** Backends with one defect each, and the check of each contract that detects it. */
package org.leastaction.flow.defect;
