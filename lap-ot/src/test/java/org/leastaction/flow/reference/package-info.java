/** The affine reference flow under the contracts, and its closed forms against SciPy and sample means. */
package org.leastaction.flow.reference;
