require('dep/hidden');
