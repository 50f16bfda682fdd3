'use strict';
    });
  });
}
